import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  configurationSources,
  type ConfiguredValues,
  effectiveConfiguration,
} from './effective-configuration.ts';
import { allParameters, findParameter } from './parameters.ts';

const one = (name: string, value: string, line?: number) => [
  { name, section: 'Policies', value, ...(line !== undefined && { line }) },
];
const of = (given: ConfiguredValues, name: string) =>
  effectiveConfiguration(given).values.find((each) => each.name === name);

describe('A4: which source wins', () => {
  it.each([
    ['profile value set: the profile', 'false', 'true', 'false', 'profile'],
    ['profile blank, file set: the file', '', 'false', 'false', 'global-file'],
    ['profile blank of spaces, file set: the file', '  ', 'false', 'false', 'global-file'],
    ['both blank: the default', '', '', 'true', 'default'],
  ])('T5: %s', (_title, profile, file, value, source) => {
    const given = {
      profile: one('Telephony_Enabled', profile),
      'global-file': one('Telephony_Enabled', file),
    };
    expect(of(given, 'Telephony_Enabled')).toEqual({
      name: 'Telephony_Enabled',
      section: 'Policies',
      value,
      source,
      hasEffect: true,
    });
  });

  it('each source beats all below it', () => {
    for (const [at, source] of configurationSources.entries()) {
      const given = Object.fromEntries(
        configurationSources
          .slice(at)
          .map((each) => [each, one('VoiceServicesDomain', `${each}.example.test`)]),
      );
      expect(of(given, 'VoiceServicesDomain')).toMatchObject({ value: `${source}.example.test`, source });
    }
  });

  it('A4 T5: every combination of sources that are silent, blank or have a value: the highest value, else the default', () => {
    const states = ['silent', 'blank', 'set'] as const;
    const combinations = configurationSources.reduce<readonly (readonly (typeof states)[number][])[]>(
      (all, _source) => all.flatMap((each) => states.map((state) => [...each, state])),
      [[]],
    );
    expect(combinations).toHaveLength(3 ** 7);
    for (const combination of combinations) {
      const given = Object.fromEntries(
        configurationSources.flatMap((source, at) => {
          const state = combination[at];
          return state === 'silent'
            ? []
            : [[source, one('UdsServer', state === 'blank' ? ' ' : `${source}.example.test`)]];
        }),
      );
      const winner = configurationSources.find((_source, at) => combination[at] === 'set');
      expect(of(given, 'UdsServer'), combination.join()).toEqual({
        name: 'UdsServer',
        section: 'Directory',
        value: winner === undefined ? '' : `${winner}.example.test`,
        source: winner ?? 'default',
        hasEffect: true,
      });
    }
  });

  it('with nothing configured every parameter has its default', () => {
    const { values } = effectiveConfiguration({});
    expect(values).toHaveLength(allParameters.length);
    expect(values.every(({ source }) => source === 'default')).toBe(true);
  });
});

describe('A5: tolerant of content', () => {
  it.each(['true', 'True', 'TRUE', '1'])('reads %s as on', (value) => {
    expect(
      effectiveConfiguration({ 'global-file': one('EnableHuntGroup', value) }).isOn('EnableHuntGroup'),
    ).toBe(true);
  });

  it.each([
    [
      'a wrong boolean',
      'EnableVideo',
      'maybe',
      'EnableVideo: not true or false (global-file, line 7)',
      'true',
    ],
    [
      'a wrong number',
      'ConfigRefetchInterval',
      'often',
      'ConfigRefetchInterval: not a whole number (global-file, line 7)',
      '8',
    ],
    [
      'a number too small',
      'ConfigRefetchInterval',
      '1',
      'ConfigRefetchInterval: less than 4 (global-file, line 7)',
      '8',
    ],
    [
      'a number too large',
      'MaxNumberOfFilesDesktop',
      '21',
      'MaxNumberOfFilesDesktop: more than 20 (global-file, line 7)',
      '10',
    ],
    [
      'a word not offered',
      'PreferredFT',
      'FTP',
      'PreferredFT: not one of MFT, P2P (global-file, line 7)',
      'MFT',
    ],
  ])('%s: reported with name and line, the default used', (_title, name, value, problem, used) => {
    expect(of({ 'global-file': one(name, value, 7) }, name)).toMatchObject({
      value: used,
      source: 'default',
      problem,
    });
  });

  it.each([
    ['LOGIN_RESOURCE', 'WBX', 'LoginResource', 'wbxconnect'],
    ['IP_Mode', 'Two Stacks', 'IP_Mode', 'Dual_Stack'],
    ['IP_MODE', 'ipv6-only', 'IP_Mode', 'IPV6_Only'],
    ['TELEMETRY_ENABLED', 'False', 'TelemetryEnabled', 'false'],
  ])('the installer’s %s=%s is %s %s', (name, value, known, read) => {
    expect(of({ bootstrap: one(name, value) }, known)).toMatchObject({ value: read, source: 'bootstrap' });
  });

  it('unknown parameters are kept and shown', () => {
    expect(of({ 'global-file': one('FutureSetting', 'x') }, 'FutureSetting')).toEqual({
      name: 'FutureSetting',
      section: 'Policies',
      value: 'x',
      source: 'global-file',
      hasEffect: false,
      problem: 'FutureSetting: not known to this version',
    });
  });

  it('a known parameter in the wrong section still counts', () => {
    const given = { 'global-file': [{ name: 'PreferredFT', section: 'Client', value: 'P2P' }] };
    expect(of(given, 'PreferredFT')).toMatchObject({ section: 'Policies', value: 'P2P' });
  });

  it('Q2: whatever is configured, each known parameter has a value of its type', () => {
    const value = fc.record({
      name: fc.oneof(fc.string(), fc.constantFrom(...allParameters.map(({ name }) => name))),
      section: fc.string(),
      value: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(value), (given) => {
        for (const each of effectiveConfiguration({ 'global-file': given }).values) {
          const type = findParameter(each.name)?.type;
          if (type?.kind === 'boolean') expect(each.value).toMatch(/^(true|false)$/);
          if (type?.kind === 'choice') expect(['', ...type.values]).toContain(each.value);
          if (type?.kind === 'integer') expect(each.value).toMatch(/^-?\d*$/);
        }
      }),
    );
  });
});

describe('the defaults', () => {
  it('has defaults of their own type', () => {
    const { values } = effectiveConfiguration({
      'global-file': allParameters.map(({ name, section, defaultValue }) => ({
        name,
        section,
        value: defaultValue,
      })),
    });
    expect(values.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });
});
