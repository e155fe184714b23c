import { canonicalJson } from '@motcua/kernel';
import type { Append, NewEvent, Verdict } from '@motcua/event-store';

type Stored = { readonly stream: string; readonly revision: number; readonly event: NewEvent };

/** The log in a few lines of memory: what the real store is compared with. Positions are places in the list, from 1. */
export class ModelLog {
  readonly stored: Stored[] = [];

  append({ stream, expect, events }: Append): Verdict {
    const known = events.map(({ id }) => this.stored.findIndex(({ event }) => event.id === id));
    const reused = events.find((event, index) => {
      const found = this.stored[known[index] ?? -1];
      return found !== undefined && (found.stream !== stream || canonicalJson(found.event) !== canonicalJson(event));
    });
    if (reused !== undefined) return { kind: 'id_reused', id: reused.id };
    const current = this.revisionsOf(stream) - 1;
    if (known.every((index) => index >= 0)) return this.#verdict('duplicate', known);
    const holds = expect.kind === 'any' || (expect.kind === 'exists' && current >= 0) || (expect.kind === 'none' && current < 0)
      || (expect.kind === 'exact' && expect.revision === current);
    if (!holds || known.some((index) => index >= 0)) return { kind: 'wrong_revision', current };
    const first = this.stored.length;
    this.stored.push(...events.map((event, index) => ({ stream, revision: current + 1 + index, event })));
    return this.#verdict('appended', events.map((_, index) => first + index));
  }

  revisionsOf(stream: string): number {
    return this.stored.filter((entry) => entry.stream === stream).length;
  }

  #verdict(kind: 'appended' | 'duplicate', indices: readonly number[]): Verdict {
    const revision = Math.max(...indices.map((index) => this.stored[index]?.revision ?? -1));
    return { kind, positions: indices.map((index) => index + 1), revision, recordedAt: '' };
  }
}
