/** Part of a content, both ends included; `whole`: all of it; `unsatisfiable`: none of the bytes that were asked for are there. */
export type ByteRange = { readonly kind: 'part'; readonly first: number; readonly last: number } | { readonly kind: 'whole' } | { readonly kind: 'unsatisfiable' };

/**
 * What a Range header asks for (RFC 9110, section 14). Several ranges, other units and what cannot be read are answered with all of it,
 * and so is a range that is meant for other bytes than those there are.
 *
 * @param ifRange - The If-Range header, an entity tag.
 */
export function byteRange(header: string | undefined, ifRange: string | undefined, { etag, bytes }: { readonly etag: string; readonly bytes: number }): ByteRange {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '' || (ifRange !== undefined && ifRange !== etag) || (from !== '' && to !== '' && Number(to) < Number(from))) return { kind: 'whole' };
  const first = from === '' ? Math.max(0, bytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return first < bytes && (from !== '' || Number(to) > 0) ? { kind: 'part', first, last } : { kind: 'unsatisfiable' };
}
