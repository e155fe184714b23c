import { createHash } from 'node:crypto';
import type { AsOf } from '@motcua/database';
import { canonicalJson } from '@motcua/kernel';
import { currentDefinitions, shippedTargets } from '@motcua/ledger';
import type { FiguresQuery } from './query.ts';

/** The same tag for the same question about the same log under the same definitions and targets; the answer's bytes follow from these. */
export function figuresEtag(query: FiguresQuery, asOf: AsOf): string {
  const text = canonicalJson([query, asOf, DEFINED]);
  return `"${asOf.position}-${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

const DEFINED = createHash('sha256').update(canonicalJson([currentDefinitions, shippedTargets])).digest('base64url');
