import { createHmac, timingSafeEqual } from 'node:crypto';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whether a push comes from the reporter, and was not kept back. `headers`: in small letters; `body`: the bytes as they came; `now`: seconds since 1970. */
export function isGenuine(headers: Headers, body: Uint8Array, secret: string, now = Date.now() / 1_000): boolean {
  const { 'webhook-id': key, 'webhook-timestamp': sentAt, 'webhook-signature': signatures } = headers;
  const expected = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(`${String(key)}.${String(sentAt)}.`).update(body).digest();
  const isSigned = String(signatures).split(' ').some((signature) => {
    const given = Buffer.from(signature.replace('v1,', ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned && Math.abs(now - Number(sentAt)) < 300;
}
