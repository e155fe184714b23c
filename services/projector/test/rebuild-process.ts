import { rebuild } from '@motcua/projector';

// A rebuild that kills its own process half-way: the URLs of owner and log are its arguments; small batches, so that there is a half-way.
const [ownerUrl = '', logUrl = ''] = process.argv.slice(2);
await rebuild({
  ownerUrl, log: { kind: 'postgres', url: logUrl }, role: 'motcua_app', workers: 2, batchSize: 1, recountEdition: (_database, { closed }) => Promise.resolve(closed.sha256),
  onStep: (step) => { if (step.kind === 'filling' && step.position > 0) process.kill(process.pid, 'SIGKILL'); },
});
