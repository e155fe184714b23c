// node pull-report.mjs 'http://127.0.0.1:8080/v1/periods/vpcp-15-14/2024-Q1/pack.zip?scope=H57' pack.zip
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const [url, file] = process.argv.slice(2);
const tagOf = (bytes) => `"${createHash('sha256').update(bytes).digest('hex')}"`;
const had = await readFile(file).then(tagOf, () => '"nothing"');
let answer = await fetch(url, { headers: { 'if-none-match': had } });
while (answer.status === 503) {
  await sleep(1_000 * Number(answer.headers.get('retry-after')));
  answer = await fetch(url, { headers: { 'if-none-match': had } });
}
if (answer.status === 200) {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (tagOf(bytes) !== answer.headers.get('etag')) throw new Error('The pack arrived damaged: pull it again.');
  await writeFile(`${file}.part`, bytes);
  await rename(`${file}.part`, file);
} else if (answer.status !== 304) throw new Error(await answer.text());
console.log(answer.status === 304 ? 'nothing new' : `new: ${answer.headers.get('content-location')}`);
