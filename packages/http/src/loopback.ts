import { AppError } from '@motcua/kernel';

const LOOPBACK_ADDRESSES: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);
const HOST_HEADER = /^(127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/**
 * Refuses every bind address that another machine could reach: there are no access tokens yet.
 *
 * @throws AppError `CONFIG_INVALID` for anything but 127.0.0.1, ::1 and localhost.
 */
export function assertLoopback(host: string): void {
  if (isLoopback(host)) return;
  throw new AppError(
    'CONFIG_INVALID',
    `The service cannot listen on "${host.slice(0, 60)}": until there are access tokens it answers on this machine only. Use 127.0.0.1, and let a proxy that checks who is calling stand in front of it.`,
    { errors: [{ pointer: '/HOST', detail: 'only 127.0.0.1, ::1 or localhost' }] },
  );
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_ADDRESSES.has(host);
}

/**
 * A page of another site that resolves its own name to this machine would carry that name here.
 *
 * @param rawHeaders - Names and values in turn, as they came: of two Host headers a proxy may have looked at the other one.
 * @throws AppError `HOST_NOT_ALLOWED`; `REQUEST_INVALID` unless there is exactly one Host header.
 */
export function checkHost(rawHeaders: readonly string[]): void {
  const [host, ...others] = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host');
  if (host === undefined || others.length > 0) throw new AppError('REQUEST_INVALID', 'The request needs one Host header, and only one.');
  if (HOST_HEADER.test(host)) return;
  throw new AppError('HOST_NOT_ALLOWED', 'This server answers only to the names 127.0.0.1, localhost and [::1]: check the address of the request.');
}
