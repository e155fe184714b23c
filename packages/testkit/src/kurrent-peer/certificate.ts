/** A certificate for this machine's loopback, made anew, that is its own authority. PEM. */
export async function loopbackCertificate(): Promise<{ readonly key: string; readonly certificate: string }> {
  // Certificates are few, and what makes them is heavy.
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { key: made.private, certificate: made.cert };
}
