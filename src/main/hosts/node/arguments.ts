import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Arguments {
  /** Folder of everything this installation keeps; default: the platform's place for it. */
  readonly profile?: string;
  /** Unattended mode: the account file (docs/unattended.md). */
  readonly account?: string;
  /** An installer's bootstrap file to start with, instead of the system's. */
  readonly bootstrap?: string;
  /** A file of policies, instead of the system's. */
  readonly policies?: string;
  /** `user@domain` of the person logged on, instead of what the system says. */
  readonly user?: string;
  readonly isHeadless: boolean;
  readonly isDebug: boolean;
  /** Extra flags for the browser, for tests (a fake microphone); only in unattended mode. */
  readonly browserFlags: readonly string[];
  /** Links to open, in any scheme; checked by the link service, never interpreted here. */
  readonly links: readonly string[];
}

/** One sentence for a command line that cannot be read. */
export type ArgumentsResult =
  | { readonly ok: true; readonly value: Arguments }
  | { readonly ok: false; readonly problem: string };

export function parseArguments(argv: readonly string[]): ArgumentsResult {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        account: { type: 'string' },
        bootstrap: { type: 'string' },
        policies: { type: 'string' },
        user: { type: 'string' },
        headless: { type: 'boolean', default: false },
        debug: { type: 'boolean', default: false },
        'browser-flag': { type: 'string', multiple: true, default: [] },
      },
    });
    if (values.account !== undefined && values.profile === undefined) {
      return {
        ok: false,
        problem: '--account needs --profile DIR, so that a test never touches your own data.',
      };
    }
    if (values['browser-flag'].length > 0 && values.account === undefined) {
      return { ok: false, problem: '--browser-flag works only together with --account.' };
    }
    return {
      ok: true,
      value: {
        ...(values.profile !== undefined && { profile: values.profile }),
        ...(values.account !== undefined && { account: values.account }),
        ...(values.bootstrap !== undefined && { bootstrap: values.bootstrap }),
        ...(values.policies !== undefined && { policies: values.policies }),
        ...(values.user !== undefined && { user: values.user }),
        isHeadless: values.headless,
        isDebug: values.debug,
        browserFlags: values['browser-flag'],
        links: positionals,
      },
    };
  } catch (error) {
    return {
      ok: false,
      problem: `${(error as Error).message.split('. ')[0]}. Usage: parlance [--profile DIR] [--account FILE] [--headless] [LINK …]`,
    };
  }
}
