import { runGroup } from './groups.ts';

await runGroup('statistics-2');
