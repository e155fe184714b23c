import { canonicalJson } from '@motcua/kernel';
import { factDefinitions, indicatorDefinitions, textHash } from '@motcua/ledger';
import { z } from 'zod';
import type { Pack } from './pack.ts';

/** A file of a pack as the manifest names it. */
export const packedFileSchema = z.object({ name: z.string(), title: z.string(), mediaType: z.string(), bytes: z.int(), sha256: z.string() });
export type PackedFile = z.output<typeof packedFileSchema>;

/** What the manifest is called within the pack. */
export const MANIFEST = 'manifest.json';

/**
 * Bảng kê: every file with its hash, and from what they were made, as canonical JSON. It names neither itself nor when or where it was
 * written, so that equal packs have equal manifests.
 */
export function manifestText({ edition, content, authority, others, entries, section }: Pack, files: readonly PackedFile[]): string {
  const { period, position, versions, definitions, predecessor } = content;
  return canonicalJson({
    format: 1, edition: edition?.closed.edition ?? null, isDraft: edition === null, sha256: edition?.closed.sha256 ?? null,
    closedPosition: edition?.position ?? null, chainRoot: edition?.closed.chainRoot ?? null, predecessor,
    authority, scope: period.scope, period: { scheme: period.scheme, id: period.period, from: period.from, to: period.to }, position,
    versions: { ...versions, definitions: Object.fromEntries([...definitions.figures, ...definitions.rates, ...factDefinitions, ...indicatorDefinitions, ...definitions.indicators].map(({ id, version }) => [id, version])) },
    comparedWith: others.map(({ kind, period: { id }, edition: other = null }) => ({ kind, period: id, edition: other })),
    handEntries: entries.length === 0 ? null : { rows: entries.length, sha256: textHash(canonicalJson(entries)) },
    sectionTemplate: section.sha256, files: files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  });
}
