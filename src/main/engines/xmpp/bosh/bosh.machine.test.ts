import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../../test/fakes/fuzz-runs.ts';
import type { StreamPiece } from '../wire/stream-frames.ts';
import { readAnswer } from './bosh-body.ts';
import { type BoshEffect, type BoshEvent, type BoshState, boshStep } from './bosh.machine.ts';

const header: StreamPiece = { kind: 'header', to: '"example.test"' };
const element = (text: string): StreamPiece => ({ kind: 'element', text });
const body = (inside = '', attributes = '') =>
  `<body xmlns='http://jabber.org/protocol/httpbind' ${attributes}>${inside}</body>`;
const SESSION = body('<f/>', "sid='s1' requests='2' inactivity='60' polling='5' wait='30'");

/** Plays events one after the other, and says what came of the last. */
function play(...events: readonly BoshEvent[]): { state: BoshState; effects: readonly BoshEffect[] } {
  let step: { state: BoshState; effects: readonly BoshEffect[] } = {
    state: { kind: 'idle', rid: 10 },
    effects: [],
  };
  for (const event of events) step = boshStep(step.state, event);
  return step;
}
const wrote = (...pieces: readonly StreamPiece[]): BoshEvent => ({ kind: 'wrote', pieces, now: 0 });
const answered = (rid: number, text: string, now = 0): BoshEvent => ({ kind: 'answered', rid, text, now });
const retryDue: BoshEvent = { kind: 'retry-due', now: 0 };
const failed = (rid: number, now = 0, isPassing = true): BoshEvent => ({
  kind: 'failed',
  rid,
  isPassing,
  now,
});
const posted = (effects: readonly BoshEffect[]) =>
  effects.flatMap((effect) => (effect.kind === 'post' ? [{ rid: effect.rid, body: effect.body }] : []));
const pushed = (effects: readonly BoshEffect[]) =>
  effects.flatMap((effect) => (effect.kind === 'push' ? [effect.text] : []));

/** Signed in, with one poll (13) at the server. */
const settled = [
  wrote(header),
  answered(10, SESSION),
  wrote(header),
  answered(11, body('<features/>')),
  wrote(element('<bind/>')),
  answered(12, body('<bound/>')),
] as const;

describe('the BOSH machine (XEP-0124, XEP-0206)', () => {
  it('D15: makes a session of the first header and puts one before what is answered', () => {
    const first = play(wrote(header));
    expect(posted(first.effects)).toMatchObject([
      { rid: 10, body: expect.stringContaining(' wait="30" hold="1"') },
    ]);
    const { state, effects } = play(wrote(header), answered(10, SESSION));
    expect(state).toMatchObject({ kind: 'open', session: { sid: 's1', requests: 2, patienceMs: 45_000 } });
    expect(pushed(effects)).toEqual([expect.stringMatching(/^<stream:stream /), '<f/>']);
    // The next flight of the sign-in is on its way; a poll would only cost a connection.
    expect(effects.at(-1)).toMatchObject({ kind: 'poll-later' });
  });

  it('D15: starts the stream again after the sign-in, header first, in a request of its own', () => {
    const { effects } = play(wrote(header), answered(10, SESSION), wrote(header, element('<bind/>')));
    expect(effects.map(({ kind }) => kind)).toEqual(['push', 'post', 'post']);
    expect(posted(effects).map((each) => each.body)).toEqual([
      expect.stringContaining('restart="true"'),
      expect.stringContaining('><bind/></body>'),
    ]);
  });

  it('D15: the server always has a request, and never more than it takes', () => {
    const quiet = play(...settled);
    expect(posted(quiet.effects)).toMatchObject([{ rid: 13, body: expect.stringMatching(/><\/body>$/) }]);
    const busy = play(...settled, wrote(element('<a/>')), wrote(element('<b/>'), element('<c/>')));
    expect(posted(busy.effects)).toEqual([]);
    const { effects } = boshStep(busy.state, answered(13, body()));
    expect(posted(effects)).toMatchObject([{ rid: 15, body: expect.stringContaining('<b/><c/>') }]);
  });

  it('D15: takes answers in the order of asking, whichever comes first', () => {
    const early = play(...settled, wrote(element('<a/>')), answered(14, body('<second/>')));
    expect(pushed(early.effects)).toEqual([]);
    expect(pushed(boshStep(early.state, answered(13, body('<first/>'))).effects)).toEqual([
      '<first/>',
      '<second/>',
    ]);
  });

  it('D15: sends a lost request again under its number, with growing pauses, until the server has forgotten us', () => {
    let step = play(...settled);
    const pauses: number[] = [];
    for (let now = 0; step.state.kind === 'open' && now < 100_000; ) {
      step = boshStep(step.state, failed(13, now));
      const [effect] = step.effects;
      if (effect?.kind !== 'retry-later') break;
      pauses.push(effect.ms);
      now += effect.ms;
      step = boshStep(step.state, { kind: 'retry-due', now });
      expect(posted(step.effects)).toMatchObject([{ rid: 13 }]);
      // That the rest goes out now changes nothing of how long it has been.
      step = boshStep(step.state, { kind: 'retry-due', now });
    }
    expect(pauses.slice(0, 6)).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000]);
    expect(pauses.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(40_000);
    expect(step).toMatchObject({
      state: { kind: 'over' },
      effects: [{ kind: 'end', reason: 'unreachable' }],
    });
  });

  it('D15: after a cut the oldest goes out first, the next a moment later, and nothing new before them', () => {
    // The server may refuse what came before once it has what comes after.
    const cut = play(...settled, wrote(element('<a/>')), failed(14), failed(13), wrote(element('<b/>')));
    expect(posted(cut.effects)).toEqual([]);
    const first = boshStep(cut.state, retryDue);
    expect(first.effects).toMatchObject([
      { kind: 'post', rid: 13 },
      { kind: 'retry-later', ms: 150 },
    ]);
    const early = boshStep(first.state, answered(13, body()));
    expect(posted(early.effects)).toEqual([]);
    const second = boshStep(early.state, retryDue);
    expect(posted(second.effects)).toMatchObject([{ rid: 14, body: expect.stringContaining('<a/>') }]);
    expect(posted(boshStep(second.state, retryDue).effects)).toMatchObject([
      { rid: 15, body: expect.stringContaining('<b/>') },
    ]);
  });

  it('D15: an answer ends the doubt: the next cut has all its time again', () => {
    const mended = play(...settled, failed(13, 0), retryDue, answered(13, body(), 40_000), retryDue);
    expect(boshStep(mended.state, failed(14, 80_000)).effects).toMatchObject([
      { kind: 'retry-later', ms: 250 },
    ]);
  });

  it('D15: a refusal, and a failure before there is a session, are not tried again here', () => {
    for (const events of [
      [wrote(header), failed(10)],
      [...settled, failed(13, 0, false)],
    ])
      expect(play(...events).effects).toEqual([{ kind: 'end', reason: 'unreachable' }]);
  });

  it('D15: a server that holds nothing is asked at its own pace', () => {
    expect(play(...settled, answered(13, body(), 10)).effects).toEqual([{ kind: 'poll-later', ms: 5_000 }]);
    // Held for its time, or pushed out by a request of ours: the next poll at once.
    expect(posted(play(...settled, answered(13, body(), 30_000)).effects)).toHaveLength(1);
    const pushedOut = play(...settled, wrote(element('<a/>')), answered(13, body(), 10));
    expect(boshStep(pushedOut.state, answered(14, body('<r/>'), 20)).effects).toMatchObject([
      { kind: 'push' },
      { kind: 'post', rid: 15 },
    ]);
  });

  it('D15: the footer ends the session; the server may end it too, with its last words', () => {
    const ours = play(...settled, wrote(element('<presence/>'), { kind: 'footer' }));
    expect(ours.state.kind).toBe('ending');
    expect(posted(ours.effects)).toMatchObject([
      { rid: 14, body: expect.stringMatching(/type="terminate"><presence\/><\/body>$/) },
    ]);
    const theirs = play(
      ...settled,
      answered(13, body('<stream:error/>', "type='terminate' condition='remote-stream-error'")),
    );
    expect(pushed(theirs.effects)).toEqual(['<stream:error/>', '</stream:stream>']);
    expect(theirs.effects.at(-1)).toMatchObject({ kind: 'end', detail: 'remote-stream-error' });
  });

  it('D15: what is no BOSH answer ends it', () => {
    for (const text of ['', '<html/>', '<body>x</body>', body().slice(0, -3), `${body()}<more/>`])
      expect(play(wrote(header), answered(10, text)).effects).toEqual([{ kind: 'end', reason: 'not-bosh' }]);
  });

  it('D15: Q2: any answers in any order: what is read stays in order, and nothing hangs', () => {
    const answer = fc.oneof(
      fc.constantFrom(
        body(),
        body('<m/>'),
        SESSION,
        body('', "type='terminate'"),
        '<body/>',
        "<body xmlns='http://jabber.org/protocol/httpbind' sid=''",
      ),
      fc.string(),
    );
    const event: fc.Arbitrary<BoshEvent> = fc.oneof(
      fc.constantFrom(wrote(element('<a/>')), wrote(header), wrote({ kind: 'footer' })),
      fc.record({
        kind: fc.constant('answered' as const),
        rid: fc.integer({ min: 9, max: 20 }),
        text: answer,
        now: fc.nat(9_999),
      }),
      fc.record({
        kind: fc.constant('failed' as const),
        rid: fc.integer({ min: 9, max: 20 }),
        isPassing: fc.boolean(),
        now: fc.nat(99_999),
      }),
      fc.record({ kind: fc.constant('retry-due' as const), now: fc.nat(9_999) }),
      fc.record({ kind: fc.constant('poll-due' as const), now: fc.nat(9_999) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let state: BoshState = { kind: 'idle', rid: 9 };
        for (const each of [wrote(header), ...events]) {
          ({ state } = boshStep(state, each));
          if (state.kind === 'over' || state.kind === 'idle') continue;
          expect(state.flying.length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: fuzzRuns() },
    );
  });

  it('Q2: an answer is read in a time that its length bounds', () => {
    for (const text of [
      `<body ${'a="" '.repeat(20_000)}`,
      `<body${" '".repeat(20_000)}`,
      `${' '.repeat(50_000)}<`,
      '<body '.repeat(20_000),
    ])
      expect(readAnswer(text)).toBeUndefined();
  });
});
