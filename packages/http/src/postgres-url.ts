import { z } from 'zod';

/** Of the application's role. */
export const databaseUrl = z.string().regex(/^postgres(?:ql)?:\/\/.+/, 'must be a PostgreSQL connection string, postgres://user:password@host:port/database');

/** Of the role that owns the schemas and migrates. */
export const ownerUrl = databaseUrl.optional();
