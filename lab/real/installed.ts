import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's package that brings each program of the real lab. */
const PACKAGE_OF = {
  prosody: 'prosody',
  kamailio: 'kamailio kamailio-tls-modules kamailio-websocket-modules',
  dnsmasq: 'dnsmasq-base',
  baresip: 'baresip-core',
  sipp: 'sip-tester',
  'in.tftpd': 'tftpd-hpa',
  slapd: 'slapd',
  profanity: 'profanity',
  ejabberdctl: 'ejabberd',
  'jabberd2-c2s': 'jabberd2',
  mcabber: 'mcabber',
  radicale: 'radicale',
  turnserver: 'coturn',
} as const;

/** A program of the real lab. */
export type LabProgram = keyof typeof PACKAGE_OF;

/** Thrown when a program of the real lab isn't installed; the message says which package brings it. */
export class ProgramMissing extends Error {}

/** The program's full path, or `undefined`. Looks in `sbin` too, which is often not on a user's PATH. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** The program's full path; throws {@link ProgramMissing}. */
export function requireProgram(name: LabProgram): string {
  const path = findProgram(name);
  if (path === undefined)
    throw new ProgramMissing(`${name} isn't installed: apt-get install ${PACKAGE_OF[name]}`);
  return path;
}

/** Which of these programs aren't installed. For tests that must state why they skip. */
export function missingPrograms(names: readonly LabProgram[]): LabProgram[] {
  return names.filter((name) => findProgram(name) === undefined);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
