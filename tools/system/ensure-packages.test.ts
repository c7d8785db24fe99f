import { describe, expect, it } from 'vitest';
import { ensurePackages } from './ensure-packages.ts';
import { testNeeds } from './needs.ts';
import type { System } from './system.ts';

const needs = [
  { debianPackage: 'prosody', shownBy: 'prosody' },
  { debianPackage: 'dnsmasq-base', shownBy: 'dnsmasq' },
];

function fakeSystem(options: {
  readonly debian?: boolean;
  readonly root?: boolean;
  readonly works?: boolean;
  readonly policy?: string;
}) {
  const files = new Map(options.policy === undefined ? [] : [['/usr/sbin/policy-rc.d', options.policy]]);
  const present = new Set(['dnsmasq']);
  const events: string[] = [];
  const system: System = {
    isDebian: () => options.debian ?? true,
    isRoot: () => options.root ?? true,
    has: (shownBy) => present.has(shownBy),
    read: (file) => files.get(file),
    write: (file, text) => void (text === undefined ? files.delete(file) : files.set(file, text)),
    run: async (file, args) => {
      const policy = files.get('/usr/sbin/policy-rc.d')?.includes('exit 101')
        ? 'daemons held'
        : 'daemons start';
      events.push(
        `${file} ${args.filter((arg) => !arg.startsWith('-') && !arg.startsWith('Dpkg')).join(' ')} (${policy})`,
      );
      if (args.includes('install') && (options.works ?? true)) present.add('prosody');
      return 0;
    },
    say: () => {},
  };
  return { system, events, files };
}

describe('packages of the system', () => {
  it('are installed when missing, with daemons held back', async () => {
    const { system, events, files } = fakeSystem({});
    await ensurePackages(needs, system);
    expect(events).toEqual(['apt-get update (daemons held)', 'apt-get install prosody (daemons held)']);
    expect(files.size).toBe(0);
  });

  it('leave an earlier policy as it was, also when the installation fails', async () => {
    const { system, files } = fakeSystem({ policy: '#!/bin/sh\nexit 0\n', works: false });
    await expect(ensurePackages(needs, system)).rejects.toThrow('could not install prosody');
    expect(files.get('/usr/sbin/policy-rc.d')).toBe('#!/bin/sh\nexit 0\n');
  });

  it('are not touched when all is there', async () => {
    const { system, events } = fakeSystem({});
    await ensurePackages(needs.slice(1), system);
    expect(events).toEqual([]);
  });

  it.each([
    [{ debian: false }, /^This command needs what Debian packages as: prosody\./],
    [
      { root: false },
      /^Some packages are missing: run "sudo apt-get install --no-install-recommends prosody"/,
    ],
  ])('are asked for in one sentence where they may not be installed (%j)', async (options, sentence) => {
    const { system, events } = fakeSystem(options);
    await expect(ensurePackages(needs, system)).rejects.toThrow(sentence);
    expect(events).toEqual([]);
  });

  it('are listed once each', () => {
    const names = testNeeds.map((need) => need.debianPackage);
    expect(new Set(names).size).toBe(names.length);
  });
});
