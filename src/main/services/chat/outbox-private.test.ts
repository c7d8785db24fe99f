import { describe, expect, it } from 'vitest';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { OutboxEntry } from '../../ports/chat-store.port.ts';
import { emptyOutbox, type OutboxState, type Phase } from './outbox-lines.ts';
import { isFree, outboxStep, type OutboxEffect, type OutboxEvent } from './outbox.machine.ts';

const entry = (id: string, conversationId: ConversationId): OutboxEntry => ({
  ...{ stanzaId: id, messageId: id as MessageId, conversationId, body: id, state: 'queued', at: 1000 },
});
const submitted = (id: string, conversationId: ConversationId) =>
  ({ type: 'submitted', entry: entry(id, conversationId) }) as const;
const online = { type: 'online', isResumed: false, hasArchive: true } as const;

function run(events: readonly OutboxEvent[], start: OutboxState = emptyOutbox) {
  const effects: OutboxEffect[] = [];
  let state = start;
  for (const event of events) {
    const step = outboxStep(state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  const lines = [...state.lines.values()].flat();
  const phases: Readonly<Record<string, Phase>> = Object.fromEntries(
    lines.map(({ entry, phase }) => [entry.stanzaId, phase]),
  );
  return { state, effects, phases };
}

describe('outbox and private messages in rooms', () => {
  it('M8: what is said to one person in a room waits until one is inside, and goes to nobody when one never is', () => {
    const room = 'kite@rooms.example.test' as ConversationId;
    const talk = `${room}/Bob` as ConversationId;
    const outside = run([online, submitted('1', talk)]);
    expect(outside.effects).toEqual([]);
    expect(isFree(outside.state, talk)).toBe(false);
    const door = { type: 'door', conversationId: room, door: { kind: 'open', hasArchive: false } } as const;
    const inside = run([door], outside.state);
    expect(inside.effects).toEqual([{ type: 'claim', stanzaIds: ['1'] }]);
    const shut = { type: 'door', conversationId: room, door: { kind: 'closed' } } as const;
    const said = run([{ type: 'claimed', stanzaIds: ['1'] }, shut, submitted('2', talk)], inside.state);
    expect(said.effects).toEqual([{ type: 'write', entry: entry('1', talk) }]);
    expect(said.phases['2']).toBe('queued');
  });
});
