// The door to every command: `node tools/run.mjs <what> [args]`.
// Built-ins only and plain old syntax, because it runs under whatever Node the machine has, before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const lockFile = path.join(root, 'package-lock.json');
const stampFile = path.join(modules, '.parlance-lock-stamp');
const neededMajor = 24;

/** Says one sentence and ends with code 2: "this machine can't, and here is what to do". */
function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex');
}

/** True when what npm says it installed is what the lock asks for (someone ran `npm install` or `npm ci` by hand). */
function installedMatchesLock() {
  const installedFile = path.join(modules, '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '' || entry.link || !name.startsWith('node_modules/')) return true;
    const found = installed[name];
    // Packages for other systems are in the lock but never installed here.
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && script.endsWith('.js')) return { file: process.execPath, args: [script], shell: false };
  return { file: 'npm', args: [], shell: process.platform === 'win32' };
}

/** Installs the packages of the lock when they aren't there yet. */
function installPackages() {
  const hash = lockHash();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return;
  if (!installedMatchesLock()) {
    console.error('Installing packages (npm ci; the first time takes about a minute) …');
    const started = Date.now();
    const npm = npmCommand();
    const done = spawnSync(npm.file, [...npm.args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: npm.shell,
    });
    if (done.error)
      refuse(`npm could not be started (${done.error.message}): install Node 20 or later with npm.`);
    if (done.status !== 0)
      refuse(`npm ci failed with code ${done.status}: its messages are above; run it again when mended.`);
    console.error(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(stampFile, hash);
}

function majorOf(file) {
  const answer = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return answer.status === 0 ? Number.parseInt(answer.stdout.replace(/^v/, ''), 10) : 0;
}

/** The pinned Node of this system, else one of the machine's own that is new enough. */
function findNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const pinned = path.join(modules, `node-${system}-${process.arch}`, binary);
  if (process.execPath === pinned) return pinned;
  if (existsSync(pinned) && majorOf(pinned) >= neededMajor) return pinned;
  const own = majorOf(process.execPath) >= neededMajor ? process.execPath : 'node';
  if (majorOf(own) >= neededMajor) {
    console.error(
      `No pinned Node for ${process.platform} ${process.arch}: going on with this machine's own.`,
    );
    return own;
  }
  return refuse(
    `Parlance needs Node ${neededMajor}, which npm has no package of for ${process.platform} ${process.arch}: install Node ${neededMajor} or later and run this again.`,
  );
}

/** Runs tools/main.ts under that Node with its own folder of commands first on PATH; ends as it ends. */
async function hand(node) {
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = [path.dirname(node), path.join(modules, '.bin'), process.env[pathKey] ?? ''];
  process.env[pathKey] = folders.join(path.delimiter);
  if (node === process.execPath) return void (await import('./main.ts'));
  const main = path.join(root, 'tools', 'main.ts');
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; other signals, and those sent to this process alone, are passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => refuse(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 130 : code));
}

installPackages();
await hand(findNode());
