/**
 * The name, in SQL, of what the rejection log tells about sources: a view with one row for each different refused event that
 * shows a fault. Columns: id, kind, source, authority, subject, type, code, occurred_at, count, first_position, last_position.
 * Who reads it reads the database in which the intake's schema is, and nothing of what was refused but these columns.
 */
export const REFUSED_EVENTS = 'intake.refused_event';
