import { describe, expect, it } from 'vitest';
import { ok } from '../../../shared/errors/result.ts';
import { PasswordGate } from './password-gate.ts';

function bench(known?: string) {
  const questions: unknown[] = [];
  return { questions, gate: new PasswordGate((question) => questions.push(question), known) };
}

describe('A2: the password gate', () => {
  it('gives out a known password without a question', async () => {
    const { gate, questions } = bench('secret');
    expect(await gate.take('alice')).toEqual(ok('secret'));
    expect(questions).toEqual([]);
  });

  it('asks once for all who wait', async () => {
    const { gate, questions } = bench();
    const both = Promise.all([gate.take('alice'), gate.take('alice')]);
    gate.give('secret');
    expect(await both).toEqual([ok('secret'), ok('secret')]);
    expect(questions).toEqual([{ username: 'alice' }]);
  });

  it('never gives out a refused one again, and says why it asks', async () => {
    const { gate, questions } = bench('wrong');
    await gate.take('alice');
    gate.refuse({ code: 'auth.wrong-password' });
    gate.preset('wrong');
    const next = gate.take('alice');
    expect(questions).toEqual([{ username: 'alice', error: { code: 'auth.wrong-password' } }]);
    gate.give('right');
    expect(await next).toEqual(ok('right'));
  });

  it('an answer nobody asked for is dropped', async () => {
    const { gate } = bench();
    gate.give('early');
    const taken = gate.take('alice');
    gate.give('right');
    expect(await taken).toEqual(ok('right'));
  });

  it('when it closes, everybody is told, and the password is gone', async () => {
    const { gate } = bench();
    const waiting = gate.take('alice');
    gate.close();
    expect(await waiting).toMatchObject({ error: { code: 'app.cancelled' } });
    gate.preset('late');
    expect(await gate.take('alice')).toMatchObject({ error: { code: 'app.cancelled' } });
  });
});
