import type { Edition } from '@motcua/database';
import { PACK_ZIP } from '../pack/shelf.ts';
import type { Shelf } from '../pack/shelf.ts';
import { signatureOf } from './signature.ts';

/** One push of a pack. `now`: in seconds since 1970. */
export type Push = { readonly url: string; readonly secrets: readonly Uint8Array[]; readonly edition: Edition; readonly key: string; readonly now: number };

/** Từ chối nhận: what a receiver answered that is no success. `retryAfterMs`: as it wishes. */
export class NotTaken extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(status: number, retryAfterMs: number | undefined) {
    super(`The receiver answered ${status} and not 2xx.`);
    this.name = 'NotTaken';
    this.retryAfterMs = retryAfterMs;
  }
}

/** How long a receiver may take. */
const ANSWER_MS_MAX = 10 * 60_000;

/**
 * Posts the pack of an edition as one zip, signed. Every try has the same key and the same bytes, as long as one version of the program
 * made them.
 *
 * @returns The SHA-256 of what was sent, when the receiver has answered 2xx.
 * @throws {@link NotTaken} for any other answer, redirects among them; what fetch throws when there is none.
 */
export async function push(shelf: Pick<Shelf, 'take'>, { url, secrets, edition, key, now }: Push, signal: AbortSignal): Promise<string> {
  const zip = await shelf.take(edition, PACK_ZIP);
  if (zip === undefined) throw new TypeError('A pack has no zip');
  const bytes = () => zip.handle.createReadStream({ start: 0, autoClose: false });
  try {
    const signature = await signatureOf(secrets, { key, sentAt: now, body: bytes() });
    const answer = await fetch(url, {
      method: 'POST', redirect: 'manual', duplex: 'half', body: bytes(), signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
      headers: {
        'content-type': zip.mediaType, 'content-length': String(zip.bytes), 'content-disposition': `attachment; filename="${edition.closed.edition}-${PACK_ZIP}"`,
        'webhook-id': key, 'webhook-timestamp': String(now), 'webhook-signature': signature, 'idempotency-key': key, 'motcua-edition': edition.closed.edition,
      },
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new NotTaken(answer.status, retryAfterMs(answer.headers.get('retry-after')));
    return zip.sha256;
  } finally {
    await zip.handle.close();
  }
}

/** Why an address takes no packs, in Vietnamese and English: what is sent unencrypted must not leave the machine. */
export function addressFault(text: string): string | undefined {
  const url = URL.parse(text);
  const isHere = url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  return url?.protocol === 'https:' || isHere ? undefined : 'phải là địa chỉ https:// (hoặc http:// trên chính máy này) / must be an https:// address, or http:// of this machine';
}

/** Seconds or a date (RFC 9110); at most a day. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), 86_400_000);
}
