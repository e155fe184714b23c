import { dossierEventData } from '@motcua/dossier';
import type { DossierEventInput, DossierEventType } from '@motcua/dossier';
import { streams } from '@motcua/event-store';
import { eventKey, formatInstant } from '@motcua/kernel';
import { simulate } from '@motcua/simulator';
import { openLedger, playSimulation, settled } from '@motcua/standalone';
import type { Ledger } from '@motcua/standalone';
import { testDatabase, vietnamTime } from '@motcua/testkit';
import pg from 'pg';
import { pino } from 'pino';
import type { Test } from 'tap';

const log = pino({ level: 'silent' });

/** A whole ledger with a small sample quarter in it, every due date that has passed marked. */
export type ClosedBooks = {
  readonly ledger: Ledger;
  readonly appUrl: string;
  readonly post: (path: string, body: unknown) => Promise<Answer>;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  /** Records an event of a dossier, such as one that comes late, and waits until everything is posted and marked. */
  readonly tell: <T extends DossierEventType>(dossier: string, type: T, time: string, data: DossierEventInput<T>) => Promise<void>;
  readonly settle: () => Promise<void>;
  /** As the owner of the database, who may do everything. */
  readonly asOwner: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
};

/** `body`: of JSON; a test says by what it looks for what it is. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: ReturnType<typeof JSON.parse>; readonly text: string };

/** So many dossiers serve most tests: they are played once on a server, and copied. */
const OFTEN = 60;

/** @param dossiers - How many the quarter has; spread over three levels. */
export async function openClosedBooks(t: Pick<Test, 'teardown'>, dossiers = OFTEN): Promise<ClosedBooks> {
  const { appUrl, ownerUrl } = await testDatabase(t, dossiers === OFTEN ? [quarterAskedForOften] : []);
  const ledger = await openLedger({ databaseUrl: appUrl, ownerUrl }, { host: '127.0.0.1', port: 0 }, log, 'on_demand');
  t.teardown(ledger.stop);
  if (dossiers !== OFTEN) await playQuarter(ledger, dossiers);
  await settled(ledger);
  const asked = async (path: string, init?: RequestInit): Promise<Answer> => {
    const answer = await fetch(`${ledger.url}${path}`, init);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: answer.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : undefined };
  };
  const settle = () => settled(ledger);
  return {
    ledger, appUrl, settle,
    post: (path, body) => asked(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    get: (path, headers = {}) => asked(path, { headers }),
    tell: async (dossier, type, time, data) => {
      const [source, sourceId] = ['urn:test', `${dossier} ${type} ${time}`];
      const verdict = await ledger.store.append({ stream: streams.dossier(dossier), expect: { kind: 'any' }, events: [{
        id: eventKey(source, sourceId), type, source, sourceId, subject: dossier, occurredAt: formatInstant(vietnamTime(time)), schemaVersion: 1, data: dossierEventData[type].parse(data),
      }] });
      if (verdict.kind !== 'appended') throw new TypeError(`${type} of ${dossier} is ${verdict.kind}`);
      await settle();
    },
    asOwner: async (text) => {
      const client = new pg.Client({ connectionString: ownerUrl });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(text)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

async function playQuarter(ledger: Ledger, dossiers: number): Promise<void> {
  await playSimulation(simulate({ dossiers, authorities: 6, seed: 7 }), { baseUrl: ledger.url, onProgress: () => undefined });
}

async function quarterAskedForOften(ownerUrl: string): Promise<void> {
  const ledger = await openLedger({ databaseUrl: ownerUrl, ownerUrl }, { host: '127.0.0.1', port: 0 }, log, 'on_demand');
  try {
    await playQuarter(ledger, OFTEN);
    await settled(ledger);
  } finally {
    await ledger.stop();
  }
}
