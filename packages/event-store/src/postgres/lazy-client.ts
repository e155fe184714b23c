import pg from 'pg';

/** One connection that is opened when it is first needed, and again after it was lost. */
export class LazyClient {
  readonly #config: pg.ClientConfig;
  readonly #prepare: (client: pg.Client) => Promise<void>;
  #client: Promise<pg.Client> | undefined;

  /** @param prepare - What every new connection does first. */
  constructor(config: pg.ClientConfig, prepare: (client: pg.Client) => Promise<void> = () => Promise.resolve()) {
    this.#config = config;
    this.#prepare = prepare;
  }

  get(): Promise<pg.Client> {
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

  async #open(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
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

  #forget(lost: pg.Client): void {
    const current = this.#client;
    current?.then((client) => {
      if (client === lost && this.#client === current) this.#client = undefined;
    }, () => undefined);
  }
}

async function connect(client: pg.Client, prepare: (client: pg.Client) => Promise<void>): Promise<pg.Client> {
  await client.connect();
  await prepare(client);
  return client;
}
