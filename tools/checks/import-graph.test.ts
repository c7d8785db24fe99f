import { describe, expect, it } from 'vitest';
import { importCycles, importGraph } from './import-graph.ts';

/** Judges one file that imports from the others (which are empty). */
function judge(path: string, text: string, ...others: readonly string[]): readonly string[] {
  const files = [{ path, text }, ...others.map((name) => ({ path: name, text: 'export {};' }))];
  return importGraph.check({ files }).findings.map((finding) => finding.message);
}

describe('import rules: what is allowed', () => {
  it.each([
    [
      'src/main/services/chat/chat.service.ts',
      `import type { Clock } from '../../ports/clock.port.ts'`,
      'src/main/ports/clock.port.ts',
    ],
    [
      'src/main/engines/xmpp/a.ts',
      `import net from 'node:net'; import { xml } from '@xmpp/xml'`,
      'src/shared/x.ts',
    ],
    [
      'src/main/engines/sip/a.ts',
      `import { retry } from '../link/retry.ts'`,
      'src/main/engines/link/retry.ts',
    ],
    ['src/main/app/compose.ts', `import { a } from '../engines/xmpp/a.ts'`, 'src/main/engines/xmpp/a.ts'],
    ['src/main/hosts/electron/window.ts', `import { app } from 'electron'`, 'src/shared/x.ts'],
    [
      'src/renderer/features/calls/view.tsx',
      `import { ring } from '../../media/ring.ts'`,
      'src/renderer/media/ring.ts',
    ],
    [
      'src/renderer/features/chat/view.tsx',
      `import './view.css'; import logo from './logo.svg?url'`,
      'src/shared/x.ts',
    ],
    [
      'src/main/engines/xmpp/a.test.ts',
      `import { fake } from '../../../../test/fakes/clock.ts'`,
      'test/fakes/clock.ts',
    ],
    ['src/shared/contract/a.ts', `import * as z from 'zod/mini'`, 'src/shared/x.ts'],
    [
      'lab/real/main.ts',
      `import { spawn } from 'node:child_process'; import { Resolver } from 'node:dns/promises'`,
      'src/shared/x.ts',
    ],
  ])('%s: %s', (path, text, other) => {
    expect(judge(path, text, other)).toEqual([]);
  });
});

describe('import rules: what is refused', () => {
  it.each([
    ['src/shared/domain/a.ts', `import '../../main/ports/b.ts'`, /shared may not import main\/ports/],
    ['src/shared/domain/a.ts', `import fs from 'node:fs'`, /may not use Node/],
    ['src/shared/domain/a.ts', `import { z } from 'zod'`, /use "zod\/mini"/],
    ['src/main/ports/a.ts', `import * as z from 'zod/mini'`, /may not import the package "zod"/],
    [
      'src/main/services/chat/a.ts',
      `import type { X } from '../../engines/xmpp/b.ts'`,
      /main\/services may not import main\/engines/,
    ],
    [
      'src/main/services/chat/a.ts',
      `type X = import('../../engines/xmpp/b.ts').X`,
      /main\/services may not import main\/engines/,
    ],
    ['src/main/services/chat/a.ts', `export * from '../../storage/b.ts'`, /may not import main\/storage/],
    [
      'src/main/engines/sip/a.ts',
      `const b = await import('../xmpp/b.ts')`,
      /main\/engines may not import main\/engines/,
    ],
    ['src/main/engines/sip/a.ts', `import dns from 'node:dns'`, /only .* may import "node:dns"/],
    ['src/main/engines/sip/a.ts', `import { app } from 'electron'`, /only .* may import "electron"/],
    ['src/main/app/a.ts', `import '../hosts/node/b.ts'`, /may not import main\/hosts\/node/],
    ['src/main/hosts/node/a.ts', `import '../electron/b.ts'`, /may not import main\/hosts\/electron/],
    ['src/preload/a.ts', `import '../shared/text/b.ts'`, /preload may not import shared/],
    [
      'src/renderer/features/chat/a.tsx',
      `import '../calls/b.ts'`,
      /may not import renderer\/features\/calls/,
    ],
    ['src/renderer/features/chat/a.tsx', `import '../../media/b.ts'`, /may not import renderer\/media/],
    ['src/renderer/ui/a.tsx', `import '../bridge/b.ts'`, /may not import renderer\/bridge/],
    ['src/renderer/app/a.tsx', `import ws from 'ws'`, /may not import the package "ws"/],
    ['src/main/router/a.ts', `import '../../../test/fakes/b.ts'`, /may not import test/],
    ['src/main/engines/xmpp/a.test.ts', `import { app } from 'electron'`, /only .* may import "electron"/],
    ['lab/xmpp/a.ts', `import '../../src/main/ports/b.ts'`, /lab may not import main\/ports/],
    ['src/shared/a.ts', `import './b'`, /without its ending/],
    ['src/shared/a.ts', `import './gone.ts'`, /does not exist/],
    ['src/stray/a.ts', '', /belongs to no layer/],
  ])('%s: %s', (path, text, message) => {
    const target = /'(\.[^']+\.ts)'/.exec(text)?.[1];
    const others = target === undefined || target.includes('gone') ? [] : [join(path, target)];
    expect(judge(path, text, ...others).join('\n')).toMatch(message);
  });

  it('tells the line, counting letters outside the basic plane right', () => {
    const files = [
      { path: 'src/shared/a.ts', text: `// 😀😀😀😀\nconst a = '😀';\nimport fs from 'node:fs';\n` },
    ];
    expect(importGraph.check({ files }).findings.map(({ line }) => line)).toEqual([3]);
  });
});

describe('import circles', () => {
  const circle = (keyword: string) =>
    importCycles.check({
      files: [
        { path: 'src/shared/a.ts', text: `import { b } from './b.ts'; export const a = b;` },
        { path: 'src/shared/b.ts', text: `${keyword} { a } from './a.ts'; export const b = 1;` },
      ],
    }).findings;

  it('are found for values', () => {
    expect(circle('import').map(({ message }) => message)).toEqual([
      'imports itself in a circle: src/shared/a.ts → src/shared/b.ts → src/shared/a.ts',
    ]);
  });

  it('are let be for types', () => {
    expect(circle('import type')).toEqual([]);
  });
});

function join(file: string, specifier: string): string {
  return new URL(specifier, `file:///${file}`).pathname.slice(1);
}
