import type { PolicyValue } from '../../../ports/deployment-sources.port.ts';
import type { MachineAccess } from './machine-access.ts';

/** Also the name of the preferences that a Mac's management fills. */
const APPLICATION_ID = 'org.parlance.desktop';
const POLICY_KEY = String.raw`SOFTWARE\Policies\Parlance`;
const MOST_VALUES = 500;

/** Group policies (A4): the computer's before the person's. */
export async function readWindowsPolicies(machine: MachineAccess): Promise<readonly PolicyValue[]> {
  const root = machine.env['SystemRoot'] ?? String.raw`C:\Windows`;
  const texts = await Promise.all(
    ['HKLM', 'HKCU'].map((hive) =>
      // Not the view of a 32-bit program, whichever kind of process asks.
      machine.run(String.raw`${root}\System32\reg.exe`, ['query', `${hive}\\${POLICY_KEY}`, '/reg:64']),
    ),
  );
  return texts.flatMap((text) => parseRegistry(text ?? ''));
}

/** The values in the output of `reg query`: four blanks, name, four blanks, type, four blanks, value. */
export function parseRegistry(text: string): readonly PolicyValue[] {
  const values: PolicyValue[] = [];
  for (const line of text.split(/\r?\n/).slice(0, MOST_VALUES)) {
    const [, name = '', type = '', raw = ''] = /^ {4}(\S.*?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/.exec(line) ?? [];
    const value = readValue(type, raw.trim());
    if (name !== '' && value !== undefined) values.push({ name, value });
  }
  return values;
}

function readValue(type: string, raw: string): string | undefined {
  switch (type) {
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
      return raw;
    case 'REG_MULTI_SZ':
      // `reg` writes the list with a backslash and a 0 between its members.
      return raw.replace(/(\\0)+$/, '').replaceAll(String.raw`\0`, ',');
    case 'REG_DWORD':
    case 'REG_QWORD':
      return /^0x[0-9a-f]{1,12}$/i.test(raw) ? String(Number(raw)) : undefined;
    default:
      return undefined;
  }
}

/** Preferences forced by a Mac's management (MDM): the person's before the computer's. */
export async function readManagedPreferences(machine: MachineAccess): Promise<readonly PolicyValue[]> {
  const folder = '/Library/Managed Preferences';
  const user = machine.env['USER'] ?? '';
  const files = [...(/^[\w.-]+$/.test(user) ? [`${folder}/${user}`] : []), folder];
  const texts = await Promise.all(
    files.map((each) =>
      machine.run('/usr/bin/plutil', [
        '-convert',
        'json',
        '-o',
        '-',
        '--',
        `${each}/${APPLICATION_ID}.plist`,
      ]),
    ),
  );
  return texts.flatMap((text) => parsePreferences(text ?? ''));
}

/** Texts, numbers and truth values at the top; lists of texts become comma lists, everything else is passed over. */
export function parsePreferences(text: string): readonly PolicyValue[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return [];
  return Object.entries(json)
    .slice(0, MOST_VALUES)
    .flatMap(([name, value]: [string, unknown]) => {
      if (['string', 'number', 'boolean'].includes(typeof value)) return [{ name, value: String(value) }];
      const isList = Array.isArray(value) && value.every((each) => typeof each === 'string');
      return isList ? [{ name, value: value.join(',') }] : [];
    });
}
