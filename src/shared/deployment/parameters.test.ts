import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainParameterName } from './parameter-names.ts';
import { allParameters, findParameter } from './parameters.ts';
import { reasonWithoutEffect } from './without-effect.ts';

const SRC = join(import.meta.dirname, '..', '..');

describe('the table of parameters', () => {
  it('names each parameter once, however it is spelt', () => {
    const names = allParameters.map(({ name }) => plainParameterName(name));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(allParameters.flatMap(({ name, effect }) => (effect ? [{ name, ...effect }] : [])))(
    'S3: $name is read by $obeyedBy',
    async ({ name, obeyedBy }) => {
      expect(obeyedBy).not.toContain('.test.');
      const source = await readFile(join(SRC, obeyedBy), 'utf8');
      expect(source.includes(`'${name}'`)).toBe(true);
    },
  );

  it('S3: what has no effect says why, and nothing that has one does', () => {
    const odd = allParameters.filter(
      ({ name, effect }) => (effect === undefined) !== (reasonWithoutEffect(name) !== undefined),
    );
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ['another letter case', 'PRTLOGSERVERURL', 'PrtLogServerUrl'],
    ['the old prefix BDI', 'BDIPrimaryServerName', 'PrimaryServerName'],
    ['the old prefix EDI', 'EDISearchBase1', 'SearchBase1'],
    ['a switch with a twin', 'VOICE_SERVICES_DOMAIN', 'VoiceServicesDomain'],
    ['a short switch', 'CUP_ADDRESS', 'PresenceServerAddress'],
    ['a short switch of one word', 'TFTP', 'TftpServer1'],
    ['a switch of its own', 'TFTP_FILE_NAME', 'TFTP_FILE_NAME'],
    ['a misspelling in circulation', 'ServiceDiscoveryExcludeServices', 'ServiceDiscoveryExcludedServices'],
  ])('finds a parameter by %s', (_title, given, name) => {
    expect(findParameter(given)?.name).toBe(name);
  });

  it.each(['', 'Excluded', 'constructor', '__proto__', 'toString'])('knows no parameter %o', (name) => {
    expect(findParameter(name)).toBeUndefined();
  });
});
