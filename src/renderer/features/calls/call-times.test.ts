import { beforeAll, describe, expect, it } from 'vitest';
import { loadTexts } from '../../text/text.ts';
import { durationText } from './call-times.ts';

beforeAll(() => loadTexts());

describe('how long a call lasted', () => {
  it('V10: says whole seconds, as the card has counted them, and nothing where nobody talked', () => {
    const said = [0, 400, 3_900, 59_999, 60_000].map((ms) => durationText(ms).replace('\u00a0', ' '));
    expect(said).toEqual(['', '1 s', '3 s', '59 s', '1 min']);
  });
});
