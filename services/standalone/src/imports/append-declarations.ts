import { streams } from '@motcua/event-store';
import type { Append, EventStore, NewEvent, RecordedEvent } from '@motcua/event-store';
import type { ReferenceEventType } from '@motcua/dossier';
import { AppError, canonicalJson, eventKey, formatInstant, uuidV5 } from '@motcua/kernel';
import type { Instant } from '@motcua/kernel';
import type { Declaration } from './declaration.ts';

/** In whose name the operator's own commands write to the log. */
export const OPERATOR_SOURCE = 'urn:motcua:operator';

/** `unchanged`: the log said the same already. */
export type Appended = { readonly added: readonly Declaration[]; readonly unchanged: readonly Declaration[] };

/** Streams read and appended to at once. */
const CHUNK = 500;
const ROUNDS_MAX = 25;

/**
 * Brings declarations into the log, each unless the log already says it: a calendar edition that was ever announced in the same
 * words, or a version that is still the last one with its first day. Nothing is deleted; what changed becomes a new version.
 *
 * @throws AppError `WRITE_CONFLICT` when others keep writing the same streams; run again then: what is there is not added twice.
 */
export async function appendDeclarations(store: EventStore, declarations: readonly Declaration[], now: Instant): Promise<Appended> {
  const added: Declaration[] = [];
  let open = declarations;
  for (let round = 0; open.length > 0; round += 1) {
    if (round > ROUNDS_MAX) throw new AppError('WRITE_CONFLICT', 'Có chương trình khác liên tục ghi cùng danh mục hoặc lịch: hãy chạy lại lệnh này.');
    const lost: Declaration[] = [];
    for (let from = 0; from < open.length; from += CHUNK) {
      const chunk = await appendChunk(store, open.slice(from, from + CHUNK), now);
      added.push(...chunk.added);
      lost.push(...chunk.lost);
    }
    open = lost;
  }
  return { added, unchanged: declarations.filter((one) => !added.includes(one)) };
}

async function appendChunk(store: EventStore, declarations: readonly Declaration[], now: Instant): Promise<{ readonly added: readonly Declaration[]; readonly lost: readonly Declaration[] }> {
  const byStream = Map.groupBy(declarations, streamOf);
  const known = await store.readStreams([...byStream.keys()]);
  const planned = [...byStream].map(([stream, some]) => planOf(stream, some, known.get(stream) ?? [], now)).filter(({ news }) => news.length > 0);
  if (planned.length === 0) return { added: [], lost: [] };
  const verdicts = await store.appendMany(planned.map(({ append }) => append));
  const [written, lost] = [planned.filter((_, index) => verdicts[index]?.kind === 'appended'), planned.filter((_, index) => verdicts[index]?.kind !== 'appended')];
  return { added: written.flatMap(({ news }) => news), lost: lost.flatMap(({ news }) => news) };
}

type Plan = { readonly append: Append; readonly news: readonly Declaration[] };

/** What a stream does not say yet, to be appended behind what it says. */
function planOf(stream: string, declarations: readonly Declaration[], records: readonly RecordedEvent[], now: Instant): Plan {
  const news = declarations.filter((declaration) => !isSaid(declaration, records));
  const revision = records.at(-1)?.revision ?? -1;
  const events = news.map((declaration, index) => eventOf(declaration, revision + 1 + index, now));
  return { append: { stream, expect: revision < 0 ? { kind: 'none' } : { kind: 'exact', revision }, events }, news };
}

/** Whether the log says the same of this already. */
export function isSaid({ type, data }: Pick<Declaration, 'type' | 'data'>, records: readonly RecordedEvent[]): boolean {
  const same = (record: RecordedEvent | undefined): boolean => record?.type === type && canonicalJson(record.data) === canonicalJson(data);
  if (type === 'CalendarAnnounced') return records.some(same);
  return same(records.findLast((record) => record.data['validFrom'] === data['validFrom']));
}

/** The revision is part of the id: a version that comes back after another one is news. */
function eventOf({ type, subject, data }: Declaration, revision: number, now: Instant): NewEvent {
  const sourceId = `import-${uuidV5('import', type, subject, String(revision), canonicalJson(data))}`;
  return { id: eventKey(OPERATOR_SOURCE, sourceId), type, source: OPERATOR_SOURCE, sourceId, subject, occurredAt: formatInstant(now), schemaVersion: 1, data };
}

export function streamOf({ type, subject }: { readonly type: ReferenceEventType; readonly subject: string }): string {
  switch (type) {
    case 'AuthorityDeclared': return streams.authority(subject);
    case 'ProcedureDeclared': return streams.procedure(subject);
    case 'CalendarAnnounced': return streams.calendar(subject);
  }
}
