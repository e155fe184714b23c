/**
 * Lines of UTF-8 as they come, each with its line feed; what follows the last one is given without.
 *
 * @throws RangeError when one is longer than `bytesMax`.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      const rest = chunk.subarray(from, end + 1);
      yield held.length === 0 ? rest : Buffer.concat([...held, rest]);
      [held, size, from] = [[], 0, end + 1];
    }
    held.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > bytesMax) throw new RangeError(`a line is longer than ${bytesMax} bytes`);
  }
  if (size > 0) yield Buffer.concat(held);
}

const LINE_FEED = 10;
