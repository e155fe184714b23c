import type { LogClient } from './lines.ts';

/** One connection that is opened when it is first needed, and again after it was lost. */
export class LazyClient<Client extends LogClient> {
  readonly #newClient: () => Client;
  readonly #prepare: (client: Client) => Promise<void>;
  #client: Promise<Client> | undefined;

  /** @param prepare - What every new connection does first. */
  constructor(newClient: () => Client, prepare: (client: Client) => Promise<void> = () => Promise.resolve()) {
    this.#newClient = newClient;
    this.#prepare = prepare;
  }

  get(): Promise<Client> {
    this.#client ??= this.#open();
    return this.#client;
  }

  /** Forgets the connection at once; a query in flight fails. A silent server is not waited for. */
  drop(): void {
    this.end().catch(() => undefined);
  }

  /** Closes the connection and waits for it. */
  async end(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await (await client?.catch(() => undefined))?.end();
  }

  async #open(): Promise<Client> {
    const client = this.#newClient();
    const opening = connect(client, this.#prepare);
    // Without a listener an error of an idle connection would end the process.
    client.on('error', () => this.#forget(client));
    client.on('end', () => this.#forget(client));
    try {
      return await opening;
    } catch (error) {
      this.#client = undefined;
      client.end().catch(() => undefined);
      throw error;
    }
  }

  #forget(lost: Client): void {
    const current = this.#client;
    current?.then((client) => {
      if (client === lost && this.#client === current) this.#client = undefined;
    }, () => undefined);
  }
}

async function connect<Client extends LogClient>(client: Client, prepare: (client: Client) => Promise<void>): Promise<Client> {
  await client.connect();
  await prepare(client);
  return client;
}
