export { caughtUp, settled } from './caught-up.ts';
export { runClientReport } from './commands/client-report.ts';
export { migrate, openLedger } from './ledger.ts';
export type { Ledger } from './ledger.ts';
export { givenDatabase } from './database-access.ts';
export { playSimulation, sendersOf } from './sample/play-sample.ts';
export { sampleReport } from './sample/report.ts';
export { play } from './sample/player.ts';
export type { Sender } from './sample/player.ts';
