import { describe, expect, it } from 'vitest';
import { WhoIsWho } from './who-is-who.ts';

const one = (nick: string, occupantId?: string) => ({
  ...({ nick, role: 'participant', affiliation: 'none', show: 'available' } as const),
  ...(occupantId !== undefined && { occupantId }),
});

describe('who is behind a nick', () => {
  it.each([
    ['the same person by the room’s id', 'b', 'b', true],
    ['another person', 'b', 'c', false],
    ['somebody of whom the room tells nothing', undefined, undefined, false],
    ['somebody of whom the room told nothing before', undefined, 'b', false],
  ])('M8: back in the room the nick has %s', (_, before, after, isBack) => {
    const who = new WhoIsWho();
    who.seen(one('Bob', before), 1000);
    who.lostSight();
    expect(who.holder('Bob')).toBeUndefined();
    // Also a join that was tried in vain.
    who.lostSight();
    who.seen(one('Bob', after), 2000);
    expect(who.holder('Bob')).toMatchObject({ since: 2000, isBack });
  });

  it('M8: a change of presence is the same person; a nick that somebody leaves is anybody’s', () => {
    const who = new WhoIsWho();
    who.seen(one('Bob', 'b'), 1000);
    who.seen(one('Bob', 'b'), 1500);
    expect(who.holder('Bob')?.since).toBe(1000);
    who.left('Bob', undefined);
    who.seen(one('Bob', 'c'), 3000);
    expect(who.holder('Bob')).toEqual({ since: 3000, identity: 'c', isBack: false });
  });

  it('M8: what somebody is called now, however often they change it', () => {
    const who = new WhoIsWho();
    who.seen(one('Bob', 'b'), 1000);
    who.left('Bob', 'Rob');
    who.left('Rob', 'Robert');
    expect(who.renamed()).toEqual({ Bob: 'Robert', Rob: 'Robert' });
    expect(who.holder('Robert')?.since).toBe(1000);
    who.left('Robert', 'Bob');
    expect(who.renamed()).toEqual({ Rob: 'Bob', Robert: 'Bob' });
  });
});
