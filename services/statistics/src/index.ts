export { loadConfig } from './config.ts';
export type { StatisticsConfig } from './config.ts';
export { figuresAnswer } from './figures/answer-schema.ts';
export { figuresParameters, figuresQuery, RULES } from './figures/query.ts';
export type { FiguresQuery } from './figures/query.ts';
export { readFigures } from './figures/read-figures.ts';
export type { FiguresRow, FiguresTable, RowHead } from './figures/table.ts';
export { statisticsPlugin } from './plugin.ts';
export type { StatisticsOptions } from './plugin.ts';
