import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

const known = ['search', 'call'];

describe('the command line of the bench', () => {
  it('names parts by one option or several', () => {
    expect(parseOptions(['--quick', '--only', 'search,call'], known)).toEqual({
      isQuick: true,
      withPeers: false,
      withLong: false,
      only: ['search', 'call'],
    });
  });

  it('names parts without an option too', () => {
    expect(parseOptions(['search', '--quick', 'call'], known)).toEqual({
      isQuick: true,
      withPeers: false,
      withLong: false,
      only: ['search', 'call'],
    });
  });

  it('Q4: asks the other clients beside ours for the whole of messaging', () => {
    const parts = ['burst', 'catch-up', 'presence', 'rooms', 'search', 'typing', 'peers'];
    expect(parseOptions(['messaging', '--peers'], parts)).toMatchObject({ withPeers: true, only: parts });
    expect(parseOptions(['messaging'], parts)).toMatchObject({ only: parts.slice(0, -1) });
  });

  it.each([
    [['--only', 'serch'], 'There is no part "serch"; there are search, call.'],
    [['--fast'], 'Usage: '],
  ])('says what is wrong with %j', (argv, words) => {
    expect(parseOptions(argv, known)).toContain(words);
  });
});
