import { logPlace } from '@motcua/http';
import type { Environment } from '@motcua/http';
import type { CommandPlaces } from './commands/surroundings.ts';
import { embeddedHome, givenDatabase, ledgerIn, visitEmbedded, visitOrMakeEmbedded } from './database-access.ts';
import type { DatabaseAccess } from './database-access.ts';
import { loadSettings } from './settings.ts';
import type { Visit } from './visit.ts';

/** Ways to the ledger that the environment names. */
export function placesIn(env: Environment): CommandPlaces {
  const home = (): string => embeddedHome(loadSettings(env).home);
  const openAccess = (): Promise<DatabaseAccess> => accessBy(visitEmbedded);
  const openEmpty = (): Promise<DatabaseAccess> => accessBy(visitOrMakeEmbedded);
  const accessBy = async (visitHome: (home: string) => Promise<DatabaseAccess>): Promise<DatabaseAccess> => {
    const { databaseUrl, ownerUrl, log } = loadSettings(env);
    const access = databaseUrl === undefined ? await visitHome(home()) : givenDatabase(databaseUrl, ownerUrl ?? databaseUrl);
    return { ...access, log: logPlace(log, access.databaseUrl, access.ownerUrl) };
  };
  const atDatabase = async <T>(work: (visited: Visit) => Promise<T>): Promise<T> => {
    const access = await openAccess();
    try {
      return await (await import('./visit.ts')).visit(access, work);
    } finally {
      await access.leave();
    }
  };
  const isThere = (): boolean => loadSettings(env).databaseUrl !== undefined || ledgerIn(home());
  return { home, openAccess, openEmpty, atDatabase, isThere };
}
