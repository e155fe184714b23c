// Installs the packages when, and only when, they are not those of the lockfile. Part of start.mjs: no dependencies.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Brings the packages of the lockfile into node_modules, unless they are there. Says what it does on stderr only.
 *
 * @param {string} root - The clone's top folder.
 * @throws {Error} With a sentence that says what to do.
 */
export async function installIfNeeded(root) {
  const stamp = stampOf(root);
  if (isInstalled(root, stamp)) return;
  const unlock = await lock(root);
  try {
    if (isInstalled(root, stamp)) return; // by the one we waited for
    console.error('Installing the packages (only now, and after a change of package.json or the lockfile) …');
    rmSync(stampFile(root), { force: true });
    await install(root);
    if (!existsSync(nodeFile(root))) throw new Error('The install ended without Node 24 in node_modules/.bin: remove node_modules and start again.');
    writeFileSync(stampFile(root), `${stamp}\n`);
  } finally {
    unlock();
  }
}

const stampFile = (root) => join(root, 'node_modules', '.motcua-installed');
const nodeFile = (root) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.CMD' : 'node');

/** Everything that decides what an install brings, in one hash. */
function stampOf(root) {
  const members = ['packages', 'services'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)));
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...['', 'test', ...members.sort()].map((folder) => join(folder, 'package.json'))];
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of files.filter((name) => existsSync(join(root, name)))) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function isInstalled(root, stamp) {
  return existsSync(nodeFile(root)) && existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8').trim() === stamp;
}

async function install(root) {
  const { status, output } = await runPnpm(root);
  if (status !== 0) throw new Error(`The packages could not be installed. ${advice(output, root)}`);
}

function runPnpm(root) {
  // CI: no questions. The retries: npx would otherwise try for minutes before it says that there is no network.
  const env = { ...process.env, CI: 'true', npm_config_fetch_retry_mintimeout: '1000', npm_config_fetch_retry_maxtimeout: '5000', npm_config_update_notifier: 'false' };
  const words = ['-y', '--prefer-offline', 'pnpm@12', 'install', '--frozen-lockfile', '--reporter=append-only', '--config.confirm-modules-purge=false'];
  const child = spawn('npx', words, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  const handOn = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, handOn);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      process.stderr.write(text);
      output = (output + text).slice(-20_000);
    });
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ status: 1, output: `${output}\n${error.code} npx` }));
    child.on('close', (status, signal) => {
      for (const name of signals) process.off(name, handOn);
      resolve({ status: signal === null ? status : 1, output: signal === null ? output : `${output}\nINTERRUPTED` });
    });
  });
}

/** From what the installer said to what to do. The first that fits. */
function advice(output, root) {
  const rules = [
    [/INTERRUPTED$/, 'It was interrupted: start again.'],
    [/ENOENT npx$/, 'npx was not found: install npm, which comes with Node.'],
    [/ENOSPC|no space left/i, `The disk is full: free some space (about 1 GB under ${root} and in the home folder).`],
    [/OUTDATED_LOCKFILE|frozen-lockfile/i, 'The lockfile does not fit the package.json files: run "npx pnpm@12 install" and commit pnpm-lock.yaml.'],
    [/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|META_FETCH_FAIL|fetch failed/i,
      'The package registry cannot be reached: check the network and the proxy, and start again. Once installed, no network is needed.'],
    [/ERR_PNPM_UNSUPPORTED_ENGINE|requires at least Node/, `Node ${process.versions.node} is too old for the installer: install a newer Node.`],
    [/EACCES|EPERM|EROFS/, `A folder cannot be written: check who owns ${root} and the npm cache in the home folder.`],
  ];
  return rules.find(([sign]) => sign.test(output.trim()))?.[1] ?? 'What the installer said stands above; start again when it is put right.';
}

/**
 * Lets one starter at a time install in this clone. The file names its holder by number and beginning, so one that was
 * killed holds nobody up.
 */
async function lock(root) {
  const file = join(root, 'node_modules', '.motcua-installing');
  const mine = JSON.stringify({ pid: process.pid, born: birthOf(process.pid), token: randomBytes(8).toString('hex') });
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  for (let told = false; !claim(file, mine); told = true) {
    if (removeIfStale(file)) continue;
    if (!told) console.error('Another start is installing the packages of this folder: waiting for it …');
    await sleep(300);
  }
  return () => readOrEmpty(file) === mine && rmSync(file, { force: true });
}

function claim(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new Error(`node_modules cannot be written (${error.code}): check who owns the folder and the free space.`);
  }
}

function removeIfStale(file) {
  const seen = readOrEmpty(file);
  if (seen === '' || isHeld(seen)) return false; // empty: being written, or just removed
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(file, aside);
  } catch {
    return true; // another one removed it
  }
  // Was it replaced by a living one while we looked? Then put it back.
  if (readOrEmpty(aside) !== seen) renameSync(aside, file);
  else rmSync(aside, { force: true });
  return true;
}

function isHeld(content) {
  try {
    const { pid, born } = JSON.parse(content);
    process.kill(pid, 0);
    return birthOf(pid) === born;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** When a process began, where the system tells it in a file; a zombie has not got one. */
function birthOf(pid) {
  if (process.platform !== 'linux') return '';
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
