// Draws the dependency arrows of packages and services into docs/ARCHITECTURE.md from the imports themselves.
//   node scripts/draw-arrows.mjs          writes the picture
//   node scripts/draw-arrows.mjs --check  ends with status 1 when the picture in the page is not the true one
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs', 'ARCHITECTURE.md');
const marks = { begin: '<!-- arrows: drawn by scripts/draw-arrows.mjs -->', end: '<!-- end of arrows -->' };

const text = readFileSync(page, 'utf8');
const [begin, end] = [text.indexOf(marks.begin), text.indexOf(marks.end)];
if (begin < 0 || end < begin) fail(`docs/ARCHITECTURE.md lacks the lines "${marks.begin}" and "${marks.end}".`);
const drawn = `${text.slice(0, begin)}${marks.begin}\n${picture()}\n${text.slice(end)}`;
if (!process.argv.includes('--check')) writeFileSync(page, drawn);
else if (drawn !== text) fail('The arrows in docs/ARCHITECTURE.md are not those of the code: run "node scripts/draw-arrows.mjs" and look at what changed.');

/** Mermaid, in alphabetical order. Arrows that follow from others are left out. */
function picture() {
  const arrows = readArrows();
  const nodes = [...arrows.keys()].sort();
  const group = (folder) => [`  subgraph ${folder}`, ...nodes.filter((node) => node.startsWith(folder)).map((node) => `    ${name(node)}`), '  end'];
  const lines = nodes.flatMap((from) => [...arrows.get(from)].sort()
    .filter((to) => ![...arrows.get(from)].some((other) => other !== to && reaches(arrows, other, to)))
    .map((to) => `  ${name(from)} --> ${name(to)}`));
  return ['```mermaid', 'flowchart BT', ...group('packages'), ...group('services'), ...lines, '```'].join('\n');
}

function readArrows() {
  const words = ['--config', '.dependency-cruiser.cjs', '--include-only', '^(packages|services)/[^/]+/src', '--collapse', '^(packages|services)/[^/]+', '--output-type', 'json', 'packages', 'services'];
  // It ends with a status for every broken rule; the rules are another step's business.
  const output = run(join(root, 'node_modules', '.bin', 'depcruise'), words);
  const arrows = new Map();
  for (const { source, dependencies } of JSON.parse(output).modules) {
    arrows.set(source, new Set(dependencies.map(({ resolved }) => resolved).filter((to) => to !== source)));
  }
  return arrows;
}

function run(program, words) {
  try {
    return execFileSync(program, words, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    if (error.stdout) return error.stdout;
    throw error;
  }
}

function reaches(arrows, from, to) {
  return [...(arrows.get(from) ?? [])].some((next) => next === to || reaches(arrows, next, to));
}

function name(node) {
  return node.slice(node.indexOf('/') + 1);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
