import { describe, expect, it } from 'vitest';
import { sizeBudgets } from './size-budgets.ts';

const lines = (count: number) => Array.from({ length: count }, (_, at) => `  run(${at});`).join('\n');
const check = (text: string, path = 'src/shared/a.ts') => sizeBudgets.check({ files: [{ path, text }] });

describe('size budgets', () => {
  it('refuse a function past 60 lines, naming its first line', () => {
    expect(check(`run(0);\nfunction long() {\n${lines(59)}\n}\n`).findings).toEqual([
      { path: 'src/shared/a.ts', line: 2, message: expect.stringContaining('function of 61 lines') },
    ]);
  });

  it('refuse a file past 400 lines', () => {
    expect(check(lines(401)).findings[0]?.message).toContain('file of 401 lines');
  });

  it('let a reason pass, but not an empty one', () => {
    expect(check(`// size: a table of the RFC, longer apart\n${lines(450)}`).findings).toEqual([]);
    expect(check(`// size: x\n${lines(450)}`).findings).toHaveLength(1);
  });

  it('count what asks for a split without failing', () => {
    const { findings, notes } = check(`function a() {\n${lines(45)}\n}\n${lines(260)}`);
    expect(findings).toEqual([]);
    expect(notes).toEqual(['1 file past 250 lines', '1 function past 40 lines']);
  });

  it('count a function without those inside it', () => {
    const inner = `  const inner = () => {\n${lines(40)}\n  };\n`;
    expect(check(`function outer() {\n${inner}${inner}}\n`).findings).toEqual([]);
    expect(check(`function outer() {\n${inner}${lines(60)}\n}\n`).findings).toHaveLength(1);
  });

  it('measure methods and leave the functions of tests alone', () => {
    const long = `class A {\n  run() {\n${lines(61)}\n  }\n}\n`;
    expect(check(long).findings).toHaveLength(1);
    expect(check(long, 'src/shared/a.test.ts').findings).toEqual([]);
  });
});
