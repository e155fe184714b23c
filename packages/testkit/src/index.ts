export { sharedTestHome, testDatabase } from './database.ts';
export type { TestDatabase } from './database.ts';
export { testServer } from './server.ts';
export type { TestServer } from './server.ts';
