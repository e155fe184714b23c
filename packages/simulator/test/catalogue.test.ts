import { authorityCode, fieldCode, procedureCode, referenceEventData } from '@motcua/dossier';
import { test } from 'tap';
import { buildCatalogue, simulate } from '../src/index.ts';

test('the catalogue is Thừa Thiên Huế of 2024: 21 provincial authorities, 9 districts, 141 communes', async (t) => {
  const { root, authorities } = buildCatalogue();
  t.same(['province', 'district', 'commune'].map((level) => authorities.filter((one) => one.level === level).length), [21, 9, 141]);
  t.equal(root.code, 'H57');
  const name = (code: string): string | undefined => authorities.find((one) => one.code === code)?.name;
  t.equal(name('H57.01'), 'Sở Tư pháp');
  t.equal(name('H57.31'), 'UBND thành phố Huế');
  t.equal(name('H57.39'), 'UBND huyện A Lưới');
  t.ok(authorities.every((one) => one.name === one.name.normalize('NFC')));
});

test('every commune lies in a district that exists, and every code is one of its own', async (t) => {
  const { root, authorities, procedures } = buildCatalogue();
  const codes = new Set(authorities.map(({ code }) => code));
  t.equal(codes.size, authorities.length);
  t.ok(authorities.every(({ parent, level }) => level === 'commune' ? codes.has(parent) && parent.length === 6 : parent === root.code));
  t.ok(authorities.every(({ code, unit }) => authorityCode.safeParse(code).success && authorityCode.safeParse(unit.code).success));
  t.equal(new Set(procedures.map(({ code }) => code)).size, procedures.length);
  t.ok(procedures.every(({ code, field }) => /^[12]\.00\d{4}$/.test(code) && procedureCode.safeParse(code).success && fieldCode.safeParse(field).success));
});

test('procedures have a name of their own at their level and a limit that fits into a quarter', async (t) => {
  const { procedures } = buildCatalogue();
  t.ok(procedures.length > 250);
  t.equal(new Set(procedures.map(({ level, field, name }) => `${level} ${field} ${name}`)).size, procedures.length);
  t.ok(procedures.every(({ limitDays, share }) => Number.isInteger(limitDays) && limitDays >= 1 && limitDays <= 45 && share > 0));
});

test('a smaller province keeps the codes and names of the real one', async (t) => {
  const real = new Map(buildCatalogue().authorities.map(({ code, name }) => [code, name]));
  const small = buildCatalogue({ province: 3, district: 2, commune: 7 });
  t.equal(small.authorities.length, 12);
  t.ok(small.authorities.every(({ code, name }) => real.get(code) === name));
});

test('reference events declare parents first and everything that the counters name', async (t) => {
  const { referenceEvents, counters } = simulate({ authorities: 12, dossiers: 300 });
  const declared = new Set<string>();
  for (const event of referenceEvents) {
    if (event.type === 'AuthorityDeclared' && event.data.parent !== null) t.ok(declared.has(event.data.parent), event.subject);
    declared.add(event.subject);
  }
  const named = counters.flatMap((counter) => [...counter.events]).flatMap((event) =>
    event.type === 'DossierReceived' ? [event.data.authority, event.data.receivingUnit, event.data.procedure] : []);
  t.same(named.filter((code) => !declared.has(code)), []);
});

test('every procedure is declared with the limit, the fee and the service class that its dossiers go by', async (t) => {
  const { referenceEvents, catalogue } = simulate({ authorities: 3, dossiers: 1 });
  const declared = new Map(referenceEvents.flatMap((event) => event.type === 'ProcedureDeclared' ? [[event.subject, referenceEventData.ProcedureDeclared.parse(event.data)]] : []));
  t.equal(declared.size, catalogue.procedures.length);
  for (const { code, limitDays, fee, serviceClass } of catalogue.procedures) {
    t.match(declared.get(code), { limit: { amount: limitDays, unit: 'working_days' }, fee, serviceClass }, code);
  }
  t.ok(catalogue.procedures.some(({ fee }) => fee === 0) && catalogue.procedures.some(({ fee }) => fee > 100_000));
  t.same(new Set(catalogue.procedures.map(({ serviceClass }) => serviceClass)), new Set(['fully_online', 'partly_online']));
});
