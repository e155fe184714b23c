import { streams } from '@motcua/event-store';
import { cutIntoParts, EDITION_PART, editionPartData, editionText, PERIOD_CLOSED, periodClosedData, readEdition, saysOtherwise, textHash } from '@motcua/ledger';
import type { EditionContent, PeriodClosedData } from '@motcua/ledger';
import { countedContent } from './counted-content.ts';
import type { PostedLegs } from './counted-content.ts';
import { PERIOD, SCOPE } from './officers.ts';
import type { Answered } from './officers.ts';
import { chainAt } from './server.ts';
import type { SimulatedServer, StoredRow } from './server.ts';
import { Contradiction } from './timeline.ts';

/** Smaller than those of a real ledger, so that an edition has some. */
export const PART_BYTES_MAX = 8_192;

type LogPart = { readonly at: number; readonly edition: string; readonly part: number; readonly parts: number; readonly position: number; readonly sha256: string; readonly text: string };
type LogEdition = { readonly at: number; readonly closed: PeriodClosedData; readonly isSetAside: boolean };
type Found = {
  readonly server: SimulatedServer;
  /** What one undisturbed projector makes of the log. */
  readonly posted: PostedLegs;
  readonly setAside: ReadonlySet<number>;
  readonly answered: Answered;
  readonly mark: (name: string) => void;
};

/** What the log holds of editions: numbers without gaps, whole contents that can be counted again, and each answer what stands there. */
export function checkEditions({ server, posted, setAside, answered, mark }: Found): void {
  const log = server.rows.filter(([, stream]) => stream === streams.period(PERIOD.scheme, SCOPE, PERIOD.id));
  const parts: readonly LogPart[] = log.filter(([, , , , type]) => type === EDITION_PART).map((row) => ({ at: Number(row[0]), ...editionPartData.parse(dataOf(row)) }));
  const editions: readonly LogEdition[] = log.filter(([, , , , type]) => type === PERIOD_CLOSED)
    .map((row) => ({ at: Number(row[0]), closed: periodClosedData.parse(dataOf(row)), isSetAside: setAside.has(Number(row[0])) }));
  let standing: { readonly closed: PeriodClosedData; readonly content: EditionContent } | undefined;
  for (const [index, edition] of editions.entries()) {
    const { closed, isSetAside } = edition;
    check(closed.number === index + 1, `the edition ${closed.edition} is the ${index + 1}th`);
    check(closed.chainRoot === chainAt(rowAt(server, closed.position)) && closed.recordedAt === rowAt(server, closed.position)[9], `${closed.edition} does not tell what the log was as of which it was counted`);
    const content = contentIn(edition, parts);
    check(editionText(countedContent(posted, { ...content.period, ...content, scope: SCOPE, period: PERIOD })) === editionText(content), `${closed.edition} is not what is counted as of ${closed.position}`);
    if (isSetAside) {
      mark('edition set aside');
      continue;
    }
    check(content.predecessor?.sha256 === standing?.closed.sha256 && content.predecessor?.edition === standing?.closed.edition, `${closed.edition} does not restate the edition before it`);
    check(standing === undefined || saysOtherwise(standing.content, content), `${closed.edition} says the same as the one before it`);
    standing = { closed, content };
  }
  checkResumed(server, parts, mark);
  checkAnswers({ posted, answered }, editions);
}

/** The content of an edition, whose parts have to lie in front of what made it, in their order and once. */
function contentIn({ at, closed: { edition, sha256, position, parts: count, bytes, number } }: LogEdition, all: readonly LogPart[]): EditionContent {
  const parts = all.filter((part) => part.edition === edition && part.sha256 === sha256);
  check(parts.length === count && parts.every((part, index) => part.part === index + 1 && part.parts === count && part.position === position && part.at < at && part.at > position), `the parts of ${edition} are not in the log in front of it`);
  const text = parts.map((part) => part.text).join('');
  check(Buffer.byteLength(text) === bytes && cutIntoParts(text, PART_BYTES_MAX).length === count, `${edition} is not as long as it says`);
  const content = readEdition(parts.map((part) => part.text), sha256);
  check(content.position === position && content.period.number === number && textHash(text) === sha256, `${edition} holds the content of another one`);
  return content;
}

/** Nobody begins again behind parts of the same edition when nothing but parts was recorded since: whoever counts as of a position has seen what lies before it. */
function checkResumed({ rows }: SimulatedServer, parts: readonly LogPart[], mark: (name: string) => void): void {
  const begun = Map.groupBy(parts, ({ edition, sha256 }) => `${edition} ${sha256}`);
  for (const [first] of begun.values()) {
    const before = parts.findLast((part) => part.edition === first?.edition && part.at <= first.position);
    if (first === undefined || before === undefined) continue;
    check(!rows.slice(before.position, first.position).every((row) => row[4] === EDITION_PART), `${first.edition} was begun as of ${before.position} and again as of ${first.position}`);
    mark('closing begun again');
  }
}

/** Who was told of an edition that it is theirs has signed it; it stands for what the log said when it was asked for, or later. */
function checkAnswers({ posted, answered: { closed: told, unanswered, seen } }: Pick<Found, 'posted' | 'answered'>, editions: readonly LogEdition[]): void {
  const made = new Map(editions.filter(({ isSetAside }) => !isSetAside).map((edition) => [edition.closed.edition, edition]));
  for (const [edition, { closed: { closedBy } }] of made) {
    const by = closedBy?.unit ?? '';
    check(told.has(edition) ? told.get(edition) === by : unanswered.has(by), `${edition} was made by ${by}, who was not told so`);
  }
  const said = new Map<number, string>();
  for (const { edition, purpose, headBefore, headAfter } of seen) {
    const found = made.get(edition);
    check(found !== undefined && found.at <= headAfter, `${edition} was answered and is not in the log`);
    if (purpose !== 'restate' || found === undefined) continue;
    const contentAt = (position: number): string => {
      const known = said.get(position) ?? JSON.stringify(countedContent(posted, { scope: SCOPE, period: PERIOD, number: 1, position, predecessor: null, accepted: [] }).tables);
      said.set(position, known);
      return known;
    };
    const its = contentAt(found.closed.position);
    const isOfThen = found.closed.position >= headBefore || Array.from({ length: headAfter - headBefore + 1 }, (_, index) => headBefore + index).some((position) => contentAt(position) === its);
    check(isOfThen, `${edition} was answered to somebody who asked at ${headBefore}, and what the log said then is another thing`);
  }
}

function dataOf(row: StoredRow): unknown {
  return JSON.parse(row[13]);
}

function rowAt(server: SimulatedServer, position: number): StoredRow {
  const row = server.row(position);
  if (row === undefined) throw new Contradiction(`nothing is at ${position}`);
  return row;
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Contradiction(otherwise);
}
