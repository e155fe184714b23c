import { runGroup } from './groups.ts';

await runGroup('event-store');
