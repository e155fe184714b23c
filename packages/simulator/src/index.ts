export { checkParameters, simulate, SAMPLE_PARAMETERS } from './simulate.ts';
export type { Simulation, SimulationParameters } from './simulate.ts';
export type { CloudEvent, SimulatedEvent, SimulatedReferenceEvent } from './cloud-events.ts';
export { buildCatalogue } from './catalogue/catalogue.ts';
export type { Totals } from './targets.ts';
