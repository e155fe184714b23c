import { REFUSED_EVENTS } from '@motcua/intake';
import { sql } from 'kysely';

/** What the intake refused: here its schema is in the database of the read model. */
export const refusedEvents = sql.table(REFUSED_EVENTS);
