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

  it('M8: Q1: who comes while we are inside did not say what was said before; who comes back is who they were', () => {
    const who = new WhoIsWho();
    who.seen(one('Bob', 'b'), 1000);
    expect(who.holder('Bob')?.cameAfterUs).toBeUndefined();
    who.left('Bob', undefined);
    who.seen(one('Bob', 'eve'), 2000, true);
    expect(who.holder('Bob')).toMatchObject({ since: 2000, cameAfterUs: true });
    who.left('Bob', undefined);
    who.seen(one('Carol', 'c'), 2500, true);
    who.left('Carol', undefined);
    who.seen(one('Carol', 'c'), 3000, true);
    expect(who.holder('Carol')?.since).toBe(2500);
    // Of whom the room tells nothing nobody knows.
    who.seen(one('Dan'), 3500, true);
    who.left('Dan', undefined);
    who.seen(one('Dan'), 4000, true);
    expect(who.holder('Dan')).toMatchObject({ since: 4000, cameAfterUs: true });
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
