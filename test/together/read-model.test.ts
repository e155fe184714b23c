import { runGroup } from './groups.ts';

await runGroup('read-model');
