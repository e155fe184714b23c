const [SERVICE, FEEDBACK] = ['service-', 'feedback-'] as const;

/** Stream names. Everything about one dossier is in one stream; reference data has streams of its own. */
export const streams = {
  dossier: (code: string): string => `dossier-${code}`,
  authority: (code: string): string => `authority-${code}`,
  procedure: (code: string): string => `procedure-${code}`,
  /** What was told about the service of a one-stop unit as a whole. */
  service: (unit: string): string => `${SERVICE}${unit}`,
  /** Everything about one feedback (phản ánh, kiến nghị). */
  feedback: (code: string): string => `${FEEDBACK}${code}`,
  /** The stream behind a leg of the journal, which has the code of a dossier, or the stream of a unit or a feedback; no code begins like that. */
  behindLeg: (dossier: string): string => (dossier.startsWith(SERVICE) || dossier.startsWith(FEEDBACK) ? dossier : `dossier-${dossier}`),
  /** One event is one edition of the calendar of an authority, or of the country. */
  calendar: (code: string): string => `calendar-${code}`,
  /** The editions of a period of a scope: parts of their contents, and what makes them editions. */
  period: (scheme: string, scope: string, id: string): string => `period-${scheme}-${scope}-${id}`,
  /** What was delivered under a schedule of reports. */
  deliveries: (schedule: string): string => `delivery-${schedule}`,
  /** Decisions of the operator about events that the projection cannot apply. */
  quarantine: 'quarantine',
  /** Decisions about figures that change because the read model is made again. */
  rebuild: 'rebuild',
} as const;
