import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { OutboxState, Phase } from './outbox-lines.ts';
import { type OutboxEvent, outboxStep } from './outbox.machine.ts';

const bob = 'bob@example.test' as ConversationId;
const phases: readonly Phase[] = ['queued', 'claiming', 'ready', 'written', 'unsure', 'checking'];
const error = { code: 'chat.rejected' } as const;
const events: Readonly<Record<string, OutboxEvent>> = {
  'new stream': { type: 'online', isResumed: false, hasArchive: true },
  'new stream, no archive': { type: 'online', isResumed: false, hasArchive: false },
  resumed: { type: 'online', isResumed: true, hasArchive: true },
  'stream lost': { type: 'offline' },
  claimed: { type: 'claimed', stanzaIds: ['1'] },
  'claim failed': { type: 'claim-failed', stanzaIds: ['1'] },
  'not written': { type: 'not-written', stanzaId: '1' },
  accepted: { type: 'accepted', stanzaId: '1' },
  refused: { type: 'refused', stanzaId: '1', conversationId: bob, error },
  uncertain: { type: 'uncertain', stanzaIds: ['1'] },
  there: { type: 'checked', conversationId: bob, found: ['1'] },
  absent: { type: 'checked', conversationId: bob, found: [] },
  'check failed': { type: 'check-failed', conversationId: bob },
  woke: { type: 'woke' },
  removed: { type: 'removed', messageId: '1' },
};

/** One message in this phase, in a machine that has an archive to ask. */
function stateOf(stream: string, phase: Phase): OutboxState {
  const entry = {
    stanzaId: '1',
    messageId: '1' as MessageId,
    conversationId: bob,
    body: '',
    state: 'queued',
    at: 1,
  } as const;
  return {
    stream: stream as OutboxState['stream'],
    hasArchive: true,
    lines: new Map([[bob, [{ entry, phase }]]]),
    rooms: new Map(),
  };
}

function outcome(
  stream: string,
  phase: Phase,
  event: string,
): { readonly next: string; readonly effects: string } {
  const step = outboxStep(stateOf(stream, phase), events[event]!);
  const after = step.state.lines.get(bob)?.[0]?.phase ?? 'gone';
  return {
    next: `${step.state.stream} ${after}`,
    effects: step.effects.map((effect) => effect.type).join(', '),
  };
}

/** Rows of the document: stream and phase, event, the next ones, effects. */
const documented = readFileSync(new URL('../../../../docs/protocols/outbox.md', import.meta.url), 'utf8')
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter(
    ([from = '', event = '']) =>
      /^(any|offline|online)\b/.test(from) && (event in events || event === 'anything else'),
  );

const states = ['offline', 'online'].flatMap((stream) => phases.map((phase) => `${stream} ${phase}`));
// What is ready online is written in the same step.
const resting = states.filter((state) => state !== 'online ready');

/** The row that speaks of this, the most exact first. */
function rowFor(from: string, event: string): readonly string[] | undefined {
  const find = (state: string, name: string) => documented.find((row) => row[0] === state && row[1] === name);
  return find(from, event) ?? find('any', event) ?? find(from, 'anything else');
}

describe('the document of the outbox', () => {
  it.each(resting.flatMap((from) => Object.keys(events).map((event) => [from, event] as const)))(
    'M6: %s, %s',
    (from, event) => {
      const [stream = '', phase = ''] = from.split(' ');
      const [, , next = from, effects = ''] = rowFor(from, event) ?? [];
      // `gone` and a bare phase leave the stream as it is.
      const expected = next.includes(' ') ? next : `${stream} ${next}`;
      expect(outcome(stream, phase as Phase, event)).toEqual({ next: expected, effects });
    },
  );

  it('has a row for every change it speaks of, once', () => {
    const keys = documented.map(([from, event]) => `${from}, ${event}`);
    expect(keys.length).toBeGreaterThan(30);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
