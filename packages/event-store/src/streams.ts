/** Stream names. Everything about one dossier is in one stream; reference data has streams of its own. */
export const streams = {
  dossier: (code: string): string => `dossier-${code}`,
  authority: (code: string): string => `authority-${code}`,
  procedure: (code: string): string => `procedure-${code}`,
  /** One event is one edition of the calendar of an authority, or of the country. */
  calendar: (code: string): string => `calendar-${code}`,
  /** The editions of a period of a scope: parts of their contents, and what makes them editions. */
  period: (scheme: string, scope: string, id: string): string => `period-${scheme}-${scope}-${id}`,
  /** Decisions of the operator about events that the projection cannot apply. */
  quarantine: 'quarantine',
  /** Decisions about figures that change because the read model is made again. */
  rebuild: 'rebuild',
} as const;
