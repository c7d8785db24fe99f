import { existsSync } from 'node:fs';
import path from 'node:path';
import { findCommand } from './system.ts';

/** A browser that can show the app in a window of its own: Chromium or a child of it. */
export type Browser = { readonly path: string; readonly name: string };

type Candidate = {
  readonly name: string;
  readonly commands: readonly string[];
  readonly macApp: string;
  readonly windowsFile: string;
};

/** In the order they are taken. */
const candidates: readonly Candidate[] = [
  {
    name: 'Chrome',
    commands: ['google-chrome-stable', 'google-chrome'],
    macApp: 'Google Chrome.app/Contents/MacOS/Google Chrome',
    windowsFile: 'Google\\Chrome\\Application\\chrome.exe',
  },
  {
    name: 'Chromium',
    commands: ['chromium', 'chromium-browser'],
    macApp: 'Chromium.app/Contents/MacOS/Chromium',
    windowsFile: 'Chromium\\Application\\chrome.exe',
  },
  {
    name: 'Edge',
    commands: ['microsoft-edge-stable', 'microsoft-edge'],
    macApp: 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    windowsFile: 'Microsoft\\Edge\\Application\\msedge.exe',
  },
];

/** What the finder asks of the machine. */
export type BrowserSurroundings = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (file: string) => boolean;
  readonly findCommand: (name: string) => string | undefined;
};

const thisMachine: BrowserSurroundings = {
  platform: process.platform,
  env: process.env,
  exists: existsSync,
  findCommand,
};

/** An installed browser; `PARLANCE_BROWSER` names another. Undefined when there is none. */
export function findBrowser(machine: BrowserSurroundings = thisMachine): Browser | undefined {
  const named = machine.env['PARLANCE_BROWSER'];
  if (named !== undefined && named !== '') return { path: named, name: path.basename(named) };
  for (const candidate of candidates) {
    const found = placesOf(candidate, machine).find((file) => machine.exists(file));
    if (found !== undefined) return { path: found, name: candidate.name };
  }
  return undefined;
}

function placesOf(
  candidate: Candidate,
  { platform, env, findCommand: find }: BrowserSurroundings,
): readonly string[] {
  if (platform === 'darwin')
    return ['/Applications', `${env['HOME']}/Applications`].map((folder) => `${folder}/${candidate.macApp}`);
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return folders
      .filter((folder) => folder !== undefined)
      .map((folder) => `${folder}\\${candidate.windowsFile}`);
  }
  return candidate.commands.map((name) => find(name)).filter((file) => file !== undefined);
}
