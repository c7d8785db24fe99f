import { describe, expect, it } from 'vitest';
import type { TraceSpan } from '../../src/shared/domain/trace.ts';
import { readSignIn } from './read-sign-in.ts';

let lastId = 0;
const span = (
  name: string,
  startMs: number,
  endMs: number,
  parentId?: number,
  roundTrips?: number,
): TraceSpan => {
  lastId += 1;
  const place = {
    ...(parentId !== undefined && { parentId }),
    ...(roundTrips !== undefined && { roundTrips }),
  };
  return { id: lastId, name, startMs, endMs, attributes: {}, outcome: 'ok', ...place };
};

/** Records, the profile beside the chat sign-in, and the phone either ahead of chat or after it. */
function signIn(phoneAt: number): TraceSpan[] {
  const root = span('sign-in', 0, 1_000);
  const steps = {
    records: span('finding-services', 0, 100, root.id, 1),
    profile: span('profile', 100, 300, root.id),
  };
  const soap = span('chat-sign-in', 100, 500, root.id);
  const [chat, phone] = [span('chat', 500, 800, root.id), span('phone', phoneAt, phoneAt + 100, root.id)];
  const inside = [
    span('http', 100, 300, steps.profile.id, 2),
    span('http', 100, 500, soap.id, 4),
    span('sasl', 500, 800, chat.id, 3),
    span('sip.register', phoneAt, phoneAt + 100, phone.id, 1),
  ];
  return [root, steps.records, steps.profile, soap, chat, phone, ...inside];
}

describe('reading a sign-in from its trace', () => {
  it('chat waits for its own sign-in, the phone ahead of it for the profile', () => {
    const spans = signIn(300);
    expect(readSignIn(spans, 'chat')).toMatchObject({ wallMs: 800, chain: { roundTrips: 8 } });
    expect(readSignIn(spans, 'phone')).toMatchObject({ wallMs: 400, chain: { roundTrips: 4 } });
  });

  it('a phone that began after chat has waited for it', () => {
    expect(readSignIn(signIn(800), 'phone').wallMs).toBe(900);
    expect(readSignIn(signIn(800), 'phone').chain.waits.map(({ name }) => name)).toContain('sasl');
  });

  it('says so when the service never came up', () => {
    expect(() => readSignIn([span('sign-in', 0, 1)], 'chat')).toThrow('no sign-in with a chat step');
  });
});
