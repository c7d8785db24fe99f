import { describe, expect, it } from 'vitest';
import { runProcess } from './run-process.ts';

const node = (script: string, env?: Record<string, string>) =>
  runProcess(process.execPath, ['-e', script], { output: 'capture', ...(env && { env }) });

describe('running a program', () => {
  it('answers its code and what it said', async () => {
    expect(await node("console.log('out'); console.error('err'); process.exitCode = 3")).toEqual({
      code: 3,
      output: expect.stringMatching(/^(out\nerr|err\nout)\n$/),
    });
  });

  it('adds to the environment', async () => {
    expect((await node('console.log(process.env.EXTRA)', { EXTRA: 'yes' })).output).toBe('yes\n');
  });

  it('answers 130 when a signal ended it', async () => {
    expect((await node("process.kill(process.pid, 'SIGKILL')")).code).toBe(130);
  });

  it('answers 127 with a sentence when it cannot be started', async () => {
    const result = await runProcess('/nowhere/parlance', [], { output: 'capture' });
    expect(result).toEqual({ code: 127, output: expect.stringContaining('could not be started') });
  });

  it('passes a signal on to the program', async () => {
    const script =
      "process.on('SIGHUP', () => process.exit(9)); setInterval(() => {}, 1000); process.kill(process.ppid, 'SIGHUP')";
    // The program asks its parent, which passes it back.
    expect((await node(script)).code).toBe(9);
  });
});
