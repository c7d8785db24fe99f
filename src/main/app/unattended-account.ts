import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type AccountFile, readAccountFile } from '../services/session/account-file.ts';

/** An account file with what it refers to: where to look, whom to trust, and who signs in by itself. */
export interface Unattended {
  readonly dnsServers?: readonly string[];
  /** PEM texts. */
  readonly authorities: readonly string[];
  /** Absent: the sign-in screen is shown. */
  readonly account?: AccountFile;
}

/** A sentence for the command line when the file cannot be used. */
export type UnattendedResult =
  | { readonly ok: true; readonly value: Unattended }
  | { readonly ok: false; readonly problem: string };

/** Reads `--account FILE` (docs/unattended.md). Paths in it are relative to it. */
export async function readUnattended(path: string): Promise<UnattendedResult> {
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content === undefined) return { ok: false, problem: `The account file ${path} cannot be read.` };
  const read = readAccountFile(content, basename(path));
  if (!read.ok)
    return {
      ok: false,
      problem: `The account file ${path} is not usable: ${read.error.detail ?? read.error.code}.`,
    };
  const { whereabouts, account } = read.value;
  const authorities: string[] = [];
  if (whereabouts.ca !== undefined) {
    const pem = await readFile(resolve(dirname(path), whereabouts.ca), 'utf8').catch(() => undefined);
    if (pem === undefined)
      return { ok: false, problem: `The certificate file ${whereabouts.ca} of ${path} cannot be read.` };
    authorities.push(pem);
  }
  return {
    ok: true,
    value: {
      authorities,
      ...(whereabouts.dns && { dnsServers: whereabouts.dns }),
      ...(account && { account }),
    },
  };
}
