import { CannotRun } from '../commands/command.ts';
import { findBrowser } from './browser.ts';
import { findElectron } from './electron.ts';
import { ensurePackages } from './ensure-packages.ts';
import { browserNeed } from './needs.ts';
import { type System, thisSystem } from './system.ts';

/** What shows the app: Electron itself, or the Node host with an installed browser. */
export type Window =
  | { readonly host: 'electron'; readonly program: string }
  | { readonly host: 'node'; readonly browser: string };

export type Finders = {
  readonly electron: () => string | undefined;
  readonly browser: () => string | undefined;
  readonly system: System;
};

const onThisMachine: Finders = {
  electron: findElectron,
  browser: () => findBrowser()?.path,
  system: thisSystem,
};

/** Electron if present, else an installed browser, else Debian's Chromium if it may be installed, else {@link CannotRun}. */
export async function chooseWindow(finders: Finders = onThisMachine): Promise<Window> {
  const program = finders.electron();
  if (program !== undefined) return { host: 'electron', program };
  return { host: 'node', browser: finders.browser() ?? (await installBrowser(finders)) };
}

async function installBrowser({ browser, system }: Finders): Promise<string> {
  const sentence =
    'Parlance needs a window to show itself in: install Chrome, Chromium or Edge and run this again.';
  if (!system.isDebian() || !system.isRoot()) throw new CannotRun(sentence);
  await ensurePackages([browserNeed], system);
  const found = browser();
  if (found === undefined) throw new CannotRun(sentence);
  return found;
}
