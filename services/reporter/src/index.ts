export { closePeriod, recountEdition } from './close/close-period.ts';
export type { CloseQuestion, CloseStep, Closing } from './close/close-period.ts';
export { described } from './close/obstacles.ts';
export type { Obstacle } from './close/obstacles.ts';
export { readContent } from './close/read-content.ts';
export { loadConfig } from './config.ts';
export { editionAnswer, previewAnswer } from './editions/edition-answer.ts';
export type { EditionAnswer, PreviewAnswer } from './editions/edition-answer.ts';
export { reporterPlugin } from './plugin.ts';
