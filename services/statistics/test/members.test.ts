import { createHttpServer } from '@motcua/http';
import { definitions } from '@motcua/ledger';
import { figuresAnswer, statisticsPlugin } from '@motcua/statistics';
import { fellOverdue, happened, vietnamTime } from '@motcua/testkit';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { test } from 'tap';
import { z } from 'zod';
import { openLedger } from './ledger-fixture.ts';
import type { Arrival } from './ledger-fixture.ts';

const placed = { authority: 'H57.31', procedure: '1.001234', field: 'G03-HT01', receivingUnit: 'H57.31' } as const;

/** Late news, a dossier that is resolved twice, one that moves on, one that was never declared anywhere, one from before. */
const arrivals: readonly Arrival[] = [
  { dossier: 'H57.31-231201-0001', event: happened('DossierReceived', '2023-12-01 08:00', { ...placed, channel: 'in_person', dueAt: '2024-04-01' }) },
  { dossier: 'H57.31-231220-0001', event: happened('DossierReceived', '2023-12-21 08:00', { ...placed, channel: 'online', dueAt: '2024-01-05' }) },
  { dossier: 'H57.31-231220-0001', event: fellOverdue('H57.31-231220-0001', vietnamTime('2024-01-05 17:00')) },
  { dossier: 'H57.31-231220-0001', event: happened('DossierResolved', '2024-01-04 10:00', {}) },
  { dossier: 'H57.31-240102-0001', event: happened('DossierReceived', '2024-01-02 08:00', { ...placed, channel: 'postal', dueAt: '2024-01-09' }) },
  { dossier: 'H57.31-240102-0001', event: happened('DossierResolved', '2024-01-05 08:00', {}) },
  { dossier: 'H57.31-240102-0001', event: happened('DossierReopened', '2024-01-06 08:00', { reason: 'error' }) },
  { dossier: 'H57.31-240102-0001', event: happened('DossierResolved', '2024-01-08 08:00', {}) },
  { dossier: 'H57.31-240103-0001', event: happened('DossierSubmitted', '2024-01-03 08:00', { ...placed, authority: 'H57.99' }) },
  { dossier: 'H57.31-240103-0001', event: happened('DossierReassigned', '2024-01-04 08:00', { to: 'H57.31' }) },
];

const page = z.object({ dossiers: z.array(z.object({ dossier: z.string(), amount: z.int() })), next: z.string().nullable() });

test('every cell of every table opens to dossiers whose amounts add up to it, however small the pages are', async (t) => {
  const ledger = await openLedger(t);
  await ledger.play(arrivals);
  const log = pino({ level: 'silent' });
  const server = await createHttpServer({ log, registry: new Registry(), version: '1', title: 'test' });
  t.teardown(() => server.close());
  await server.register(statisticsPlugin({ database: ledger.database, store: ledger.store, log }));
  const get = async (url: string): Promise<unknown> => (await server.inject({ url, headers: { host: '127.0.0.1' } })).json();

  const opened = async (figure: string, question: string): Promise<readonly { readonly dossier: string; readonly amount: number }[]> => {
    const members = [];
    for (let after: string | null = ''; after !== null;) {
      const answer = page.parse(await get(`/v1/figures/${figure}/dossiers?${question}&limit=1${after === '' ? '' : `&after=${after}`}`));
      members.push(...answer.dossiers);
      after = answer.next;
    }
    return members;
  };

  for (const by of ['level', 'authority', 'field', 'channel', 'day']) {
    const question = `scope=VN&period=2024-Q1&by=${by}`;
    const table = figuresAnswer.parse(await get(`/v1/figures?${question}`));
    const rows = by === 'day' ? table.rows.slice(17, 22) : table.rows;
    const cells = [...rows.map((row) => ({ figures: row, row: `&row=${row[by as 'level'] ?? ''}` })), { figures: table.total, row: '' }];
    for (const { figures, row } of cells) {
      // What counts nothing opens to nothing: shown in the table by level.
      for (const { id } of definitions.filter((definition) => by === 'level' || figures[definition.id] !== 0)) {
        const members = await opened(id, `${question}${row}`);
        t.equal(members.reduce((all, { amount }) => all + amount, 0), figures[id], `${id} by ${by}${row}`);
      }
    }
  }
  t.strictSame(await opened('resolved', 'scope=VN&period=2024-Q1'), [{ dossier: 'H57.31-231220-0001', amount: 1 }, { dossier: 'H57.31-240102-0001', amount: 2 }]);
  t.strictSame(await opened('overdue', 'scope=VN&period=2024-Q1'), [], 'the late news took the mark back');

  for (const [question, status] of [['scope=VN&period=2024-Q1&after=H57.31-231201-0001', 400], ['scope=VN&period=2024-Q1&by=day&row=2024-13-01', 400], ['scope=H99&period=2024-Q1', 404]] as const) {
    t.match(await get(`/v1/figures/received/dossiers?${question}`), { status }, question);
  }
});
