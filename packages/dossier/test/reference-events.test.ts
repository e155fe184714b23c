import { test } from 'tap';
import { referenceEventData, referenceSubjects } from '@motcua/dossier';

const authority = { name: 'UBND phường Phú Hội', level: 'commune', parent: 'H57.30', validFrom: '2021-01-01' };
const procedure = { name: 'Đăng ký khai sinh', field: 'G15-TP01', fieldName: 'Hộ tịch', level: 'commune', validFrom: '2021-01-01' };

test('reads declarations of authorities and procedures, names in composed form', async (t) => {
  const decomposed = { ...authority, name: ` ${authority.name.normalize('NFD')} ` };
  t.same(referenceEventData.AuthorityDeclared.parse(decomposed), authority);
  t.same(referenceEventData.ProcedureDeclared.parse({ ...procedure, validTo: '2024-12-31' }), { ...procedure, validTo: '2024-12-31' });
});

test('refuses declarations that nobody can use', async (t) => {
  const wrong = [
    { ...authority, name: '   ' }, { ...authority, name: 'a\u0000b' }, { ...authority, level: 'ward' }, { ...authority, parent: undefined },
    { ...authority, validFrom: '2023-02-30' }, { ...authority, validFrom: '2021-01-01T00:00:00Z' }, { ...authority, validTo: '2020-12-31' },
    { ...authority, head: 'Nguyễn Văn A' },
  ];
  for (const data of wrong) t.equal(referenceEventData.AuthorityDeclared.safeParse(data).success, false, JSON.stringify(data));
});

test('leaves no reserved word to a declaration', async (t) => {
  const { AuthorityDeclared, ProcedureDeclared } = referenceSubjects;
  for (const code of ['unknown', 'VN', 'H57 01', '']) t.equal(AuthorityDeclared.safeParse(code).success, false, code);
  for (const code of ['unknown', '-']) t.equal(ProcedureDeclared.safeParse(code).success, false, code);
  t.equal(AuthorityDeclared.parse('H57.01'), 'H57.01');
  t.equal(ProcedureDeclared.parse('VN'), 'VN');
});
