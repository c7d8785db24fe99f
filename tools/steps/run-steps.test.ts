import { describe, expect, it } from 'vitest';
import { closingLine, runSteps } from './run-steps.ts';
import { guardOutcome, type Step } from './step.ts';

async function play(steps: readonly Step[], maySkip = false) {
  const lines: string[] = [];
  const totals = await runSteps(steps, { print: (line) => lines.push(line), now: () => 0, maySkip });
  return { lines, totals, closing: closingLine(totals) };
}

const tests = (passed: number, failed: number, skipped: number): Step => ({
  name: 'unit tests',
  run: async () => ({ passed, failed, skipped, report: 'what went wrong', notes: [] }),
});

describe('running steps', () => {
  it('adds up guards and tests', async () => {
    const guard: Step = { name: 'format', run: async () => guardOutcome(true, 'unused', ['3 files']) };
    const { lines, closing } = await play([guard, tests(10, 0, 0)]);
    expect(closing).toBe('11 passed, 0 failed');
    expect(lines).toEqual(['ok        0.0 s  format: 3 files', 'ok        0.0 s  unit tests: 10 passed']);
  });

  it('goes on after a failure and prints what it said', async () => {
    const { lines, closing } = await play([
      tests(1, 2, 0),
      { name: 'types', run: async () => guardOutcome(true, '') },
    ]);
    expect(closing).toBe('2 passed, 2 failed');
    expect(lines[0]).toBe('what went wrong');
    expect(lines[1]).toContain('FAILED');
  });

  it('counts skipped tests as failed, unless they may be skipped', async () => {
    expect((await play([tests(5, 0, 2)])).closing).toBe('5 passed, 2 failed');
    expect((await play([tests(5, 0, 2)], true)).closing).toBe('5 passed, 0 failed');
  });

  it('counts a step that throws as one failure', async () => {
    const { lines, closing } = await play([
      { name: 'types', run: () => Promise.reject(new Error('broken')) },
    ]);
    expect(closing).toBe('0 passed, 1 failed');
    expect(lines[0]).toContain('broken');
  });
});
