import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { OutboxEntry } from '../../ports/chat-store.port.ts';
import { emptyOutbox, type OutboxState, type Phase } from './outbox-lines.ts';
import { isFree, outboxStep, type OutboxEffect, type OutboxEvent } from './outbox.machine.ts';

const bob = 'bob@example.test' as ConversationId;
const carol = 'carol@example.test' as ConversationId;
const entry = (id: string, conversationId = bob, state: OutboxEntry['state'] = 'queued'): OutboxEntry => ({
  stanzaId: id,
  messageId: id as MessageId,
  conversationId,
  body: `body ${id}`,
  state,
  at: 1000,
});

function run(events: readonly OutboxEvent[], start: OutboxState = emptyOutbox) {
  const effects: OutboxEffect[] = [];
  let state = start;
  for (const event of events) {
    const step = outboxStep(state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  const phases: Record<string, Phase> = {};
  for (const line of state.lines.values())
    for (const pending of line) phases[pending.entry.stanzaId] = pending.phase;
  return { state, effects, phases };
}

const online = { type: 'online', isResumed: false, hasArchive: true } as const;
const submitted = (id: string, conversationId = bob) =>
  ({ type: 'submitted', entry: entry(id, conversationId) }) as const;
/** Online, with these written and not yet accepted. */
const written = (...ids: string[]) =>
  run([online, ...ids.map((id) => submitted(id)), { type: 'claimed', stanzaIds: ids }]).state;

describe('outbox machine', () => {
  it('M6: offline a message waits; online it is claimed in the store before it is written', () => {
    const offline = run([submitted('1'), submitted('2')]);
    expect(offline.effects).toEqual([]);
    const claimed = run([online], offline.state);
    expect(claimed.effects).toEqual([{ type: 'claim', stanzaIds: ['1', '2'] }]);
    const sent = run([{ type: 'claimed', stanzaIds: ['1', '2'] }], claimed.state);
    expect(sent.effects).toEqual([
      { type: 'write', entry: entry('1') },
      { type: 'write', entry: entry('2') },
    ]);
    expect(run([{ type: 'accepted', stanzaId: '1' }], sent.state).effects).toEqual([
      { type: 'settle', stanzaIds: ['1'] },
    ]);
  });

  it('M6: a free line writes at once what was stored as sending', () => {
    const { state } = run([online]);
    expect(isFree(state, bob)).toBe(true);
    const step = outboxStep(state, { type: 'submitted', entry: entry('1', bob, 'sending') });
    expect(step.effects).toMatchObject([{ type: 'write' }]);
    expect(isFree(run([{ type: 'offline' }], step.state).state, bob)).toBe(false);
  });

  it('M6: a claim behind another does not overtake it', () => {
    const { state } = run([online, submitted('1'), submitted('2')]);
    const second = run([{ type: 'claimed', stanzaIds: ['2'] }], state);
    expect(second.effects).toEqual([]);
    expect(run([{ type: 'claimed', stanzaIds: ['1'] }], second.state).effects).toMatchObject([
      { type: 'write', entry: { stanzaId: '1' } },
      { type: 'write', entry: { stanzaId: '2' } },
    ]);
  });

  it('M6: after a failed resume the archive decides: there means sent, absent means again with the same id', () => {
    const cut = run(
      [{ type: 'offline' }, { type: 'uncertain', stanzaIds: ['1', '2', '3'] }, online],
      written('1', '2', '3'),
    );
    expect(cut.effects).toEqual([
      { type: 'check', conversationId: bob, entries: [entry('1'), entry('2'), entry('3')] },
    ]);
    const later = run([submitted('4')], cut.state);
    expect(later.effects).toEqual([]);
    const answer = run([{ type: 'checked', conversationId: bob, found: ['1'] }], later.state);
    expect(answer.effects).toMatchObject([
      { type: 'settle', stanzaIds: ['1'] },
      { type: 'write', entry: { stanzaId: '2' } },
      { type: 'write', entry: { stanzaId: '3' } },
      { type: 'claim', stanzaIds: ['4'] },
    ]);
  });

  it('M6: doubt in one conversation does not hold up another', () => {
    const { effects } = run([{ type: 'offline' }, online, submitted('2', carol)], written('1'));
    expect(effects).toMatchObject([
      { type: 'check', conversationId: bob },
      { type: 'claim', stanzaIds: ['2'] },
    ]);
  });

  it('M6: a resumed stream leaves what was written alone', () => {
    const { effects, phases } = run([{ type: 'offline' }, { ...online, isResumed: true }], written('1'));
    expect(effects).toEqual([]);
    expect(phases).toEqual({ 1: 'written' });
  });

  it('M6: after a restart what may have been written is doubted, what was not is sent', () => {
    const { effects } = run([
      { type: 'loaded', entries: [entry('1', bob, 'sending'), entry('2'), entry('3', carol)] },
      online,
    ]);
    expect(effects).toMatchObject([
      { type: 'check', conversationId: bob, entries: [{ stanzaId: '1' }] },
      { type: 'claim', stanzaIds: ['3'] },
    ]);
  });

  it('M6: without an archive the doubted is written again, in order', () => {
    const { effects } = run([{ type: 'offline' }, { ...online, hasArchive: false }], written('1', '2'));
    expect(effects).toMatchObject([
      { type: 'write', entry: { stanzaId: '1' } },
      { type: 'write', entry: { stanzaId: '2' } },
    ]);
  });

  it('M6: a check that fails is tried again after a while, or when the stream is back', () => {
    const failed = run(
      [{ type: 'offline' }, online, { type: 'check-failed', conversationId: bob }],
      written('1'),
    );
    expect(failed.effects.at(-1)).toEqual({ type: 'wait' });
    expect(run([{ type: 'woke' }], failed.state).effects).toMatchObject([{ type: 'check' }]);
    expect(run([{ type: 'offline' }, { type: 'woke' }], failed.state).effects).toEqual([]);
    expect(run([{ type: 'offline' }, online], failed.state).effects).toMatchObject([{ type: 'check' }]);
  });

  it('M6: proof from elsewhere ends a check', () => {
    const checking = run([{ type: 'offline' }, online], written('1', '2')).state;
    const { effects, phases } = run(
      [
        { type: 'accepted', stanzaId: '2' },
        { type: 'checked', conversationId: bob, found: ['2'] },
      ],
      checking,
    );
    expect(effects).toMatchObject([
      { type: 'settle', stanzaIds: ['2'] },
      { type: 'write', entry: { stanzaId: '1' } },
    ]);
    expect(phases).toEqual({ 1: 'written' });
  });

  it('M14: a refusal ends the message, also after the server had accepted it', () => {
    const error = { code: 'chat.rejected' } as const;
    const refused = { type: 'refused', stanzaId: '1', conversationId: bob, error } as const;
    expect(run([refused], written('1')).effects).toEqual([
      { type: 'refuse', stanzaId: '1', conversationId: bob, error },
    ]);
    expect(run([{ type: 'accepted', stanzaId: '1' }, refused], written('1')).effects.at(-1)?.type).toBe(
      'refuse',
    );
  });

  it('M6: a write that the engine did not take is kept for the next stream', () => {
    const { phases, state } = run([{ type: 'not-written', stanzaId: '1' }], written('1', '2'));
    expect(phases).toEqual({ 1: 'ready', 2: 'written' });
    expect(run([{ ...online, isResumed: true }], state).effects).toMatchObject([
      { type: 'write', entry: { stanzaId: '1' } },
    ]);
  });

  it('M6: a text changed while it waits is the one written; a removed message is not', () => {
    const queued = run([submitted('1'), submitted('2')]).state;
    const better = { ...entry('1'), body: 'better' };
    const { effects } = run(
      [
        { type: 'rewritten', entry: better },
        { type: 'removed', messageId: '2' },
        online,
        { type: 'claimed', stanzaIds: ['1', '2'] },
      ],
      queued,
    );
    expect(effects.filter((effect) => effect.type === 'write')).toEqual([{ type: 'write', entry: better }]);
  });

  it('M6: a claim that the store could not keep is tried again', () => {
    const { effects, phases } = run([online, submitted('1'), { type: 'claim-failed', stanzaIds: ['1'] }]);
    expect(phases).toEqual({ 1: 'queued' });
    expect(effects.at(-1)).toEqual({ type: 'wait' });
  });
});

/**
 * A client with its store, a stream with acknowledgements and resumption, and a server with an archive; everything that
 * takes time waits in a list until the script lets it happen, or is lost in a cut or a kill.
 */
class World {
  readonly hasArchive: boolean;
  readonly asked: { id: string; conversationId: ConversationId }[] = [];
  readonly archive: { id: string; conversationId: ConversationId }[] = [];
  #machine = emptyOutbox;
  /** What would be on the disk. */
  #store = new Map<string, OutboxEntry>();
  #pendingStore: { apply: () => void; event?: OutboxEvent }[] = [];
  #pendingChecks: ConversationId[] = [];
  /** Written to the stream, not yet read by the server. */
  #wire: OutboxEntry[] = [];
  /** Written to the stream, not yet acknowledged. */
  #unacknowledged: OutboxEntry[] = [];
  #received = new Set<string>();
  #isOnline = false;

  constructor(hasArchive: boolean) {
    this.hasArchive = hasArchive;
  }

  dispatch(event: OutboxEvent): void {
    const step = outboxStep(this.#machine, event);
    this.#machine = step.state;
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: OutboxEffect): void {
    switch (effect.type) {
      case 'claim': {
        const apply = () => {
          for (const id of effect.stanzaIds) {
            const stored = this.#store.get(id);
            if (stored) this.#store.set(id, { ...stored, state: 'sending' });
          }
        };
        this.#pendingStore.push({ apply, event: { type: 'claimed', stanzaIds: effect.stanzaIds } });
        break;
      }
      case 'settle':
        this.#pendingStore.push({ apply: () => effect.stanzaIds.forEach((id) => this.#store.delete(id)) });
        break;
      case 'write':
        if (this.#isOnline) {
          this.#wire.push(effect.entry);
          this.#unacknowledged.push(effect.entry);
        } else this.dispatch({ type: 'not-written', stanzaId: effect.entry.stanzaId });
        break;
      case 'check':
        this.#pendingChecks.push(effect.conversationId);
        break;
      default:
    }
  }

  submit(conversationId: ConversationId): void {
    const id = `${this.asked.length}`;
    const state = isFree(this.#machine, conversationId) ? 'sending' : 'queued';
    this.asked.push({ id, conversationId });
    this.#store.set(id, entry(id, conversationId, state));
    this.dispatch({ type: 'submitted', entry: entry(id, conversationId, state) });
  }
  serverReads(count: number): void {
    for (const { stanzaId: id, conversationId } of this.#wire.splice(0, count)) {
      this.archive.push({ id, conversationId });
      this.#received.add(id);
    }
  }
  serverAcknowledges(): void {
    const taken = this.#unacknowledged.filter(
      (each) => this.#received.has(each.stanzaId) && !this.#wire.includes(each),
    );
    this.#unacknowledged = this.#unacknowledged.filter((each) => !taken.includes(each));
    for (const each of taken) this.dispatch({ type: 'accepted', stanzaId: each.stanzaId });
  }
  cut(): void {
    this.#wire = [];
    this.#isOnline = false;
    this.dispatch({ type: 'offline' });
  }
  /** The engine sends again what the server had not read (XEP-0198 section 5). */
  resume(): void {
    if (this.#isOnline) return;
    this.#isOnline = true;
    this.#wire = this.#unacknowledged.filter((each) => !this.#received.has(each.stanzaId));
    this.dispatch({ type: 'online', isResumed: true, hasArchive: this.hasArchive });
  }
  connect(): void {
    if (this.#isOnline) return;
    this.#isOnline = true;
    const stanzaIds = this.#unacknowledged.map((each) => each.stanzaId);
    this.#unacknowledged = [];
    if (stanzaIds.length > 0) this.dispatch({ type: 'uncertain', stanzaIds });
    this.dispatch({ type: 'online', isResumed: false, hasArchive: this.hasArchive });
  }
  storeFinishes(): void {
    const next = this.#pendingStore.shift();
    next?.apply();
    if (next?.event) this.dispatch(next.event);
  }
  checkAnswers(isOk: boolean): void {
    const conversationId = this.#pendingChecks.shift();
    if (conversationId === undefined) return;
    const found = this.archive.map((each) => each.id);
    this.dispatch(
      isOk && this.#isOnline
        ? { type: 'checked', conversationId, found }
        : { type: 'check-failed', conversationId },
    );
  }
  /** kill -9: what the store was doing may or may not have reached the disk; everything else is forgotten. */
  kill(finishedWrites: number): void {
    for (const write of this.#pendingStore.slice(0, finishedWrites)) write.apply();
    this.#pendingStore = [];
    this.#pendingChecks = [];
    this.#wire = [];
    this.#unacknowledged = [];
    this.#isOnline = false;
    this.#machine = emptyOutbox;
    this.dispatch({ type: 'loaded', entries: [...this.#store.values()] });
  }
  /** Good weather until nothing is left to do. */
  settle(): void {
    for (let round = 0; round < 1000 && this.#store.size > 0; round += 1) {
      this.connect();
      this.storeFinishes();
      this.checkAnswers(true);
      this.serverReads(10);
      this.serverAcknowledges();
      this.dispatch({ type: 'woke' });
    }
  }
  get left(): number {
    return this.#store.size;
  }
}

const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom<(world: World) => void>(
      (w) => w.submit(bob),
      (w) => w.submit(carol),
    ),
  },
  { weight: 4, arbitrary: fc.nat(3).map((count) => (w: World) => w.serverReads(count)) },
  { weight: 4, arbitrary: fc.constant((w: World) => w.storeFinishes()) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<(world: World) => void>(
      (w) => w.connect(),
      (w) => w.resume(),
    ),
  },
  { weight: 2, arbitrary: fc.constant((w: World) => w.serverAcknowledges()) },
  { weight: 2, arbitrary: fc.boolean().map((isOk) => (w: World) => w.checkAnswers(isOk)) },
  { weight: 2, arbitrary: fc.constant((w: World) => w.cut()) },
  { weight: 1, arbitrary: fc.nat(3).map((writes) => (w: World) => w.kill(writes)) },
  { weight: 1, arbitrary: fc.constant((w: World) => w.dispatch({ type: 'woke' })) },
);

const perConversation = (items: readonly { id: string; conversationId: ConversationId }[]) =>
  [bob, carol].map((each) => items.filter((item) => item.conversationId === each).map((item) => item.id));

describe('outbox machine in bad weather', () => {
  it('M6: whatever is cut, resumed, killed or slow, the archive holds each message exactly once, in order', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80, size: 'max' }), (script) => {
        const world = new World(true);
        for (const act of script) act(world);
        world.settle();
        expect(world.left).toBe(0);
        expect(perConversation(world.archive)).toEqual(perConversation(world.asked));
      }),
      { numRuns: 2000 },
    );
  });

  it('M6: without an archive nothing is lost, and doubles share their id so that the peer can tell', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80, size: 'max' }), (script) => {
        const world = new World(false);
        for (const act of script) act(world);
        world.settle();
        const shown = world.archive.filter(
          (item, index, all) => all.findIndex(({ id }) => id === item.id) === index,
        );
        expect(world.left).toBe(0);
        expect(perConversation(shown)).toEqual(perConversation(world.asked));
      }),
      { numRuns: 1000 },
    );
  });
});
