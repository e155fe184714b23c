export { APPLICATION_ROLE, migrateSchema, roleOf } from './migrate-schema.ts';
export type { SchemaMigration } from './migrate-schema.ts';
