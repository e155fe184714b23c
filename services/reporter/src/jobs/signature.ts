import { createHmac } from 'node:crypto';
import type { BinaryLike } from 'node:crypto';

/** What is signed: the delivery's key, when it is sent (seconds since 1970), and the bytes. */
export type Signed = { readonly key: string; readonly sentAt: number; readonly body: AsyncIterable<BinaryLike> };

/**
 * Chữ ký của webhook: as the convention "Standard Webhooks" has it, HMAC-SHA256 over `key.seconds.` and the bytes of the body, in
 * Base64 behind `v1,`; one for each secret, so that a secret can be replaced while both are in use.
 */
export async function signatureOf(secrets: readonly Uint8Array[], { key, sentAt, body }: Signed): Promise<string> {
  const signatures = secrets.map((secret) => createHmac('sha256', secret).update(`${key}.${sentAt}.`));
  for await (const chunk of body) for (const signature of signatures) signature.update(chunk);
  return signatures.map((signature) => `v1,${signature.digest('base64')}`).join(' ');
}

/** Secrets as a variable has them, `whsec_` and 24 to 64 bytes in Base64, with spaces between; undefined when one is none. */
export function secretsOf(text: string | undefined): readonly Uint8Array[] | undefined {
  const secrets = (text ?? '').split(' ').filter((part) => part !== '').map((part) => /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(part)?.[1]).map((part) => Buffer.from(part ?? '', 'base64'));
  return secrets.length > 0 && secrets.every(({ length }) => length >= 24 && length <= 64) ? secrets : undefined;
}
