import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askSecret } from './ask-secret.ts';

function terminal(isTTY: boolean) {
  const stream = new PassThrough();
  const modes: boolean[] = [];
  const shown: string[] = [];
  const input = Object.assign(stream, { isTTY, setRawMode: (isRaw: boolean) => modes.push(isRaw) });
  const answer = askSecret(input, (text) => shown.push(text), 'Password: ');
  return { stream, modes, shown, answer };
}

describe('asking for a secret', () => {
  it('Q2: shows the question and nothing of what is typed, mistakes taken back', async () => {
    const { stream, modes, shown, answer } = terminal(true);
    stream.write('opem');
    stream.write('\u007fn sésame\r');
    expect(await answer).toBe('open sésame');
    expect(shown).toEqual(['Password: ', '\n']);
    expect(modes).toEqual([true, false]);
  });

  it('is given up by Ctrl-C, and by an input that ends', async () => {
    const first = terminal(true);
    first.stream.write('ope\u0003n\r');
    expect(await first.answer).toBeUndefined();
    const second = terminal(false);
    second.stream.end();
    expect(await second.answer).toBeUndefined();
  });

  it('takes the first line of a pipe', async () => {
    const { stream, answer } = terminal(false);
    stream.end('open sesame\nmore');
    expect(await answer).toBe('open sesame');
  });
});
