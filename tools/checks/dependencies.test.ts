import { describe, expect, it } from 'vitest';
import { dependencies } from './dependencies.ts';

const check = (path: string, value: unknown) =>
  dependencies
    .check({ files: [{ path, text: JSON.stringify(value) }] })
    .findings.map(({ message }) => message);

describe('dependencies', () => {
  it.each(['^1.2.3', '1.x', 'latest', '*', 'https://example.test/a.tgz'])(
    'refuse the version "%s"',
    (version) => {
      expect(check('package.json', { dependencies: { a: version } })).toEqual([
        expect.stringContaining('exact'),
      ]);
    },
  );

  it('take exact versions and our own Node pin', () => {
    expect(
      check('package.json', {
        dependencies: { a: '1.2.3' },
        devDependencies: { b: 'file:tools/node-runtime' },
      }),
    ).toEqual([]);
  });

  it('refuse a registry in the lock and a new install script', () => {
    const packages = {
      'node_modules/a': { resolved: 'https://registry.example.test/a.tgz' },
      'node_modules/b/node_modules/c': { hasInstallScript: true },
      'node_modules/fsevents': { hasInstallScript: true },
      'tools/node-runtime': {},
    };
    expect(check('package-lock.json', { packages })).toEqual([
      expect.stringContaining('names a registry for a'),
      expect.stringContaining('c wants to run'),
    ]);
  });
});
