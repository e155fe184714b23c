import { runGroup } from './groups.ts';

await runGroup('postgres-server');
