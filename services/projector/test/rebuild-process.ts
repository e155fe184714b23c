import { rebuild } from '@motcua/projector';

// A rebuild in a process that a test may kill: the URLs of owner and log are its arguments; small batches, so that there is a half-way.
const [ownerUrl = '', logUrl = ''] = process.argv.slice(2);
await rebuild({
  ownerUrl, log: { kind: 'postgres', url: logUrl }, role: 'motcua_app', workers: 2, batchSize: 20, recountEdition: (_database, { closed }) => Promise.resolve(closed.sha256),
  onStep: (step) => { if (step.kind === 'filling') console.log(`posted ${step.position}`); },
});
