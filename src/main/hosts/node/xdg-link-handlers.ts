import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { linkSchemes } from '../../../shared/domain/link-schemes.ts';
import type { LinkHandlers } from '../../ports/link-handlers.port.ts';

const DESKTOP_FILE = 'parlance.desktop';
/** A desktop's scripts that say nothing for so long will not. */
const TIMEOUT_MS = 10_000;

export interface XdgLinks {
  /** Program and arguments that start this app; the link comes behind them. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Programs for links on a Linux desktop (X4), by the xdg tools. Parlance becomes a program of the person's by a desktop file,
 * written only when they make it the default of something.
 */
export function createXdgLinkHandlers({ command, env }: XdgLinks): LinkHandlers {
  const run = (args: readonly string[]) =>
    new Promise<string | undefined>((resolve) => {
      execFile('xdg-mime', [...args], { env: { ...env }, timeout: TIMEOUT_MS }, (error, said) =>
        resolve(error ? undefined : said.trim()),
      );
    });
  const programOf = (scheme: string) => run(['query', 'default', type(scheme)]);
  return {
    all: () =>
      Promise.all(
        linkSchemes.map(async (scheme) => {
          const file = await programOf(scheme);
          const program = file?.replace(/\.desktop$/, '');
          return { scheme, isOurs: file === DESKTOP_FILE, ...(program && { program }) };
        }),
      ),
    async makeDefault(scheme) {
      writeDesktopFile(env, command);
      await run(['default', DESKTOP_FILE, type(scheme)]);
      return (await programOf(scheme)) === DESKTOP_FILE ? 'done' : 'refused';
    },
  };
}

const type = (scheme: string) => `x-scheme-handler/${scheme}`;

/** The xdg tools take an Exec line apart at its blanks whatever is quoted, so it names a script, and the script the program. */
function writeDesktopFile(env: XdgLinks['env'], command: readonly string[]): void {
  const data = env['XDG_DATA_HOME'] || join(env['HOME'] ?? homedir(), '.local', 'share');
  const script = join(data, 'parlance', 'open-link');
  mkdirSync(join(data, 'applications'), { recursive: true });
  mkdirSync(join(data, 'parlance'), { recursive: true });
  // Two dashes: whatever is in the link, none of it is a switch.
  writeFileSync(script, `#!/bin/sh\nexec ${command.map(shellWord).join(' ')} -- "$@"\n`, { mode: 0o700 });
  chmodSync(script, 0o700);
  writeFileSync(join(data, 'applications', DESKTOP_FILE), desktopFile(script));
}

function desktopFile(script: string): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Parlance',
    `Exec=${script} %u`,
    'Terminal=false',
    'Categories=Network;InstantMessaging;Telephony;',
    `MimeType=${linkSchemes.map(type).join(';')};`,
  ];
  return `${lines.join('\n')}\n`;
}

function shellWord(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
