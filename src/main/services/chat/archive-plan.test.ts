import { describe, expect, it } from 'vitest';
import type { ArchivePage } from '../../ports/xmpp.port.ts';
import { takeGapPage, takeNewestPage } from './archive-plan.ts';

type Kind = 'in' | 'out';

function page(...items: readonly (readonly [string, Kind])[]): ArchivePage {
  const messages = items.map(([id, direction]) => ({
    direction,
    wire: { stanzaId: { id, by: 'me@example.test' } },
  }));
  return { messages, isComplete: false } as unknown as ArchivePage;
}

describe('what is known of an archive', () => {
  const held = { newest: 'a', gaps: [], reachedStart: true };

  it('M13: a gap ends at the first message that the archive alone gives its place, though it is paged from the first of all', () => {
    const { state } = takeNewestPage(held, page(['d', 'out'], ['e', 'in'], ['f', 'in']), 'e');
    expect(state.gaps).toEqual([{ after: 'a', before: 'd', end: 'e' }]);
  });

  it('M13: of two gaps that end before the same message the one that reaches back further is read, for both', () => {
    const far = { after: '', before: 'e' };
    const state = { newest: 'd', gaps: [far], reachedStart: true };
    expect(takeNewestPage(state, page(['e', 'in'], ['f', 'in'])).state.gaps).toEqual([far]);
    const near = { after: 'c', before: 'g' };
    const met = takeGapPage({ ...state, gaps: [far, near] }, near, page(['e', 'in'], ['f', 'in']));
    expect(met.state.gaps).toEqual([far]);
  });

  it('M13: a page of our own messages only leaves the end where it was', () => {
    const gap = { after: 'a', before: 'd', end: 'e' };
    const { state } = takeGapPage({ ...held, gaps: [gap] }, gap, page(['b', 'out'], ['c', 'out']));
    expect(state.gaps).toEqual([{ after: 'a', before: 'b', end: 'e' }]);
    expect(takeGapPage({ ...held, gaps: [gap] }, gap, page(['a', 'in'], ['b', 'in'])).state.gaps).toEqual([]);
  });
});
