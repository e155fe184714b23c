import { plainLine, plainText, quarantineData, referenceEventData } from '@motcua/dossier';
import fc from 'fast-check';
import { test } from 'tap';

/** Grows from one character to two when it is composed. */
const GROWS = '\u0958';

/** Texts around a length, of characters that composing lengthens, shortens and leaves, and of what is cut off or refused. */
const around = (max: number) => fc.array(
  fc.oneof(fc.constantFrom(GROWS, '\u0344', '\ufb2c', 'e\u0302\u0301', 'o\u031b\u0309', ' ', '\u2000', '\u3000', 'ậ', 'a', '\u0301', '\n', '\ud800'), fc.string({ unit: 'binary', maxLength: 4 })),
  { maxLength: max + 4, size: 'max' },
).map((parts) => parts.join(''));

test('what a text schema accepts it accepts again, unchanged', async (t) => {
  let accepted = 0;
  for (const max of [1, 2, 12]) {
    for (const schema of [plainText(max), plainLine(max)]) {
      fc.assert(fc.property(around(max), (text) => {
        const { data } = schema.safeParse(text);
        if (data === undefined) return;
        accepted += 1;
        if ([...data].length > max || !data.isWellFormed()) throw new TypeError('is too long');
        if (schema.safeParse(data).data !== data) throw new TypeError('is not accepted again');
      }), { numRuns: 500 });
    }
  }
  t.ok(accepted > 100, `${accepted} texts were accepted`);
});

test('a text is measured as it is written down: composed, and without spaces around it', async (t) => {
  t.equal(plainLine(4).parse(`   ${'ậ'.normalize('NFD').repeat(4)}   `), 'ậậậậ');
  t.notOk(plainLine(4).safeParse(GROWS.repeat(3)).success, 'six characters when composed');
  t.equal(plainLine(4).parse(GROWS.repeat(2)).length, 4);
  for (const text of ['', '   ', 'a\ud800', '\udc00']) t.notOk(plainText(4).safeParse(text).success, JSON.stringify(text));
  t.equal(plainText(4).parse('a\nb'), 'a\nb');
  t.notOk(plainLine(4).safeParse('a\nb').success, 'two lines');
});

test('names of declarations and reasons for setting aside are read again as they were written', async (t) => {
  const authority = (name: string) => referenceEventData.AuthorityDeclared.safeParse({ name, level: 'commune', parent: null, validFrom: '2021-01-01' });
  t.notOk(authority(GROWS.repeat(151)).success);
  const { data } = authority(GROWS.repeat(150));
  t.same(authority(data?.name ?? '').data, data);
  t.notOk(quarantineData.safeParse({ position: 1, reason: GROWS.repeat(251) }).success);
  const decision = quarantineData.parse({ position: 1, reason: GROWS.repeat(250) });
  t.same(quarantineData.parse(decision), decision);
});
