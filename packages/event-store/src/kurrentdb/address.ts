import { readFileSync } from 'node:fs';
import { AppError } from '@motcua/kernel';

type Endpoint = { readonly address: string; readonly port: number };

/** One node; the nodes of a cluster; a name behind which its nodes stand. */
type Settings = { readonly connectionName: string } & ({ readonly endpoint: Endpoint } | { readonly endpoints: Endpoint[] } | { readonly discover: Endpoint });

/** What the client is made of. The credentials are no part of it: they go with every call, and nothing that prints an object prints them. */
export type KurrentAddress = {
  readonly settings: Settings;
  readonly channel: { readonly insecure: boolean; readonly rootCertificate?: Buffer };
  readonly credentials: Credentials;
};

export type Credentials = { readonly username: string; readonly password: string };

/**
 * Takes the address of the engine apart. Only known options are taken, because the client prints the whole text when it finds
 * another one. User and password reach to the last `@`, so one that was not percent-encoded is not cut short.
 *
 * @throws AppError `CONFIG_INVALID`; its text never holds a part of the address but the names of known options.
 */
export function readAddress(url: string, caFile: string | undefined): KurrentAddress {
  const { scheme, secrets, hosts, query } = partsOf(url.trim());
  const options = readOptions(query);
  const insecure = options.get('tls') === 'false';
  const authority = caFile ?? options.get('tlscafile');
  if (!insecure && secrets === undefined) throw invalid('needs a user and a password unless it says tls=false');
  const endpoints = hosts.split(',').map(readEndpoint);
  return {
    settings: { ...settingsOf(scheme.includes('+discover'), endpoints), ...clusterSettings(options), ...keepAlive(options) },
    channel: { insecure, ...(insecure || authority === undefined ? {} : { rootCertificate: readAuthority(authority) }) },
    // Without credentials of its own a call would be sent in the client's batches, which hang. An insecure server looks at none.
    credentials: hidden(...readSecrets(secrets ?? 'nobody:')),
  };
}

type Parts = { readonly scheme: string; readonly secrets: string | undefined; readonly hosts: string; readonly query: string };

const FORM = /^(?<scheme>(?:esdb|kurrentdb)(?:\+discover)?):\/\/(?:(?<secrets>.*)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<query>[^@?]*))?$/s;

function partsOf(url: string): Parts {
  const { scheme, secrets, hosts, query = '' } = FORM.exec(url)?.groups ?? {};
  if (scheme === undefined || hosts === undefined) throw invalid('has the form esdb://user:password@host:2113 or esdb+discover://user:password@host:2113, with tls=false behind a question mark for a server without TLS');
  return { scheme, secrets, hosts, query };
}

const KNOWN: ReadonlySet<string> = new Set([
  'tls', 'tlscafile', 'tlsverifycert', 'nodepreference', 'discoveryinterval', 'maxdiscoverattempts', 'gossiptimeout', 'keepaliveinterval', 'keepalivetimeout',
]);

function readOptions(query: string): ReadonlyMap<string, string> {
  const options = [...new URLSearchParams(query)].map(([key, value]) => [key.toLowerCase().replace(/[_-]/g, ''), value] as const);
  if (options.some(([key]) => !KNOWN.has(key))) throw invalid(`has an option that is none of ${[...KNOWN].join(', ')}`);
  const found = new Map(options);
  if (!['true', 'false', undefined].includes(found.get('tls'))) throw invalid('has tls=true or tls=false');
  if (found.get('tlsverifycert') === 'false') throw invalid('says tlsVerifyCert=false, which this client does not know: name the authority\'s certificate instead');
  return found;
}

function readEndpoint(host: string): Endpoint {
  const { address, port = '2113' } = /^(?<address>[\w.-]+|\[[\da-f:]+\])(?::(?<port>\d{1,5}))?$/i.exec(host)?.groups ?? {};
  if (address === undefined) throw invalid('names a host that is none');
  return { address, port: Number(port) };
}

function settingsOf(discover: boolean, endpoints: readonly Endpoint[]): Settings {
  const [first] = endpoints;
  if (first === undefined) throw invalid('names no host');
  const connectionName = 'motcua';
  if (discover) return { discover: first, connectionName };
  return endpoints.length > 1 ? { endpoints: [...endpoints], connectionName } : { endpoint: first, connectionName };
}

function clusterSettings(options: ReadonlyMap<string, string>): object {
  const preference = options.get('nodepreference');
  if (!['leader', 'follower', 'random', undefined].includes(preference)) throw invalid('has nodePreference=leader, follower or random');
  return {
    ...(preference === undefined ? {} : { nodePreference: preference }),
    ...numberOf(options, 'discoveryInterval'), ...numberOf(options, 'maxDiscoverAttempts'), ...numberOf(options, 'gossipTimeout'),
  };
}

function keepAlive(options: ReadonlyMap<string, string>): object {
  return { ...numberOf(options, 'keepAliveInterval'), ...numberOf(options, 'keepAliveTimeout') };
}

function numberOf(options: ReadonlyMap<string, string>, name: string): object {
  const text = options.get(name.toLowerCase());
  if (text === undefined) return {};
  if (!/^\d{1,9}$/.test(text)) throw invalid(`has a whole number as ${name}`);
  return { [name]: Number(text) };
}

function readSecrets(secrets: string): readonly [username: string, password: string] {
  const colon = secrets.indexOf(':');
  if (colon < 1) throw invalid('has user:password before the @');
  try {
    return [decodeURIComponent(secrets.slice(0, colon)), decodeURIComponent(secrets.slice(colon + 1))];
  } catch {
    throw invalid('has a user or a password that is not percent-encoded (a % of its own is written %25)');
  }
}

/** The client's own trace prints the options of every call; what is not enumerable it leaves out. */
function hidden(username: string, password: string): Credentials {
  return Object.defineProperties({ username, password }, { username: { enumerable: false }, password: { enumerable: false } });
}

function readAuthority(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new AppError('CONFIG_INVALID', `The certificate of the authority for KurrentDB cannot be read: ${file}.`, { cause });
  }
}

function invalid(what: string): AppError {
  return new AppError('CONFIG_INVALID', `The address of KurrentDB ${what}.`);
}
