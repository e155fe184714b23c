import { simulate } from '@motcua/simulator';
import { inPieces, copyOf } from './supply.ts';

/** A request's lines, which hold until the next one is asked for of the same share. */
export type Piece = { readonly body: Buffer; readonly events: number };

const [FIRST, COPIES] = [10_000, 10_000];
const DIGITS = 5;

/**
 * A simulated quarter that is sent again and again, of other dossiers each time, made so cheaply that the sender takes nothing from
 * who is measured: only the number of the copy is written over in bytes that stay.
 *
 * @param wish - `dossiers` of one copy, which is held in memory; `turn`: from 0 to 8, each has copies of its own; a counter's events stay together on one connection.
 */
export function repeatedQuarter({ dossiers, connections, lines, turn }: { readonly dossiers: number; readonly connections: number; readonly lines: number; readonly turn: number }): { readonly reference: Buffer; readonly shares: readonly Iterable<Piece>[] } {
  const { referenceEvents, counters } = simulate({ dossiers });
  const first = FIRST + turn * COPIES;
  const shares = Array.from({ length: connections }, (_, no) => {
    const own = counters.filter((_counter, index) => index % connections === no).flatMap(({ events }) => [...events]);
    return Array.from(inPieces(own, lines), (piece) => templateOf(piece.map((event) => `${JSON.stringify(copyOf(event, FIRST))}\n`)));
  });
  return { reference: Buffer.from(referenceEvents.map((event) => `${JSON.stringify(event)}\n`).join('')), shares: shares.map((templates) => copies(templates, first)) };
}

type Template = Piece & { readonly places: readonly number[] };

/** Where the number of the copy stands: in subjects and ids. */
function templateOf(lines: readonly string[]): Template {
  const body = Buffer.from(lines.join(''));
  const places: number[] = [];
  for (const [mark, offset] of [[`"C${FIRST}.`, 2], [`.c${FIRST}"`, 2]] as const) {
    for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + 1)) places.push(at + offset);
  }
  return { body, events: lines.length, places };
}

function* copies(templates: readonly Template[], first: number): Generator<Piece> {
  for (let copy = first; copy < first + COPIES; copy += 1) {
    const digits = String(copy).padStart(DIGITS, '0');
    for (const { body, events, places } of templates) {
      for (const at of places) body.write(digits, at, 'latin1');
      yield { body, events };
    }
  }
}
