import { describe, expect, it } from 'vitest';
import { presencePair, type PresencePairHarness } from '../../../../test/fakes/presence-pair.ts';

const online = async ({ client }: PresencePairHarness, from: number): Promise<boolean> => {
  const event = await client.until('link', ({ link }) => link.kind === 'online', from);
  return event.link.kind === 'online' && event.link.isResumed;
};
const stopped = ({ client }: PresencePairHarness, from: number) =>
  client.until('link', ({ link }) => link.kind === 'stopped', from);

describe('a pair of nodes, with real engines', () => {
  it('A8: a node that is killed: the other one, by the session that stands, after the waiting time', async () => {
    const pair = await presencePair();
    await pair.connect();
    const from = pair.client.events.length;
    await pair.strike('imp-a', 'kill');
    expect(await online(pair, from)).toBe(true);
    expect(pair.states()).toEqual([
      'FAILOVER',
      'SOAPCONNECT_SESSION_P',
      'SOAPCONNECT_SESSION_S',
      'SOAPCONNECTED',
      'XMPPCONNECT_P',
      'XMPPCONNECT_S',
      'XMPPCONNECTED',
    ]);
    const waited = pair.client.trace.spans().find(({ name }) => name === 'chat-failover');
    expect(waited?.attributes).toMatchObject({ lowerS: 0.5, upperS: 1, waitS: expect.any(Number) });
    expect(pair.lab.counters.authAttempts.get('alice')).toBe(1);
  });

  it('A8: falls back when the server moves the user home again', async () => {
    const pair = await presencePair();
    await pair.connect();
    const from = pair.client.events.length;
    await pair.strike('imp-a', 'kill');
    pair.lab.setPresencePrimary('imp-b');
    await online(pair, from);
    await pair.strike('imp-a', 'restore');
    pair.lab.setPresencePrimary('imp-a');
    const back = pair.client.events.length;
    await pair.strikeChat('imp-b', 'kill');
    await online(pair, back);
    expect(pair.states().slice(-5)).toEqual([
      'FAILOVER',
      'SOAPCONNECT_SESSION_P',
      'SOAPCONNECTED',
      'XMPPCONNECT_P',
      'XMPPCONNECTED',
    ]);
  });

  it('A8: a node that hangs is left too', async () => {
    const pair = await presencePair();
    await pair.connect();
    const from = pair.client.events.length;
    await pair.strike('imp-a', 'hang');
    pair.client.xmpp.nudge();
    await online(pair, from);
    expect(pair.states().at(-2)).toBe('XMPPCONNECT_S');
  });

  it('A8: where the other node has no part in the session, it gets a new login', async () => {
    const pair = await presencePair({ sharesSessions: false, maxSessions: 1 });
    await pair.connect();
    const from = pair.client.events.length;
    await pair.strike('imp-a', 'kill');
    await online(pair, from);
    expect(pair.states().slice(0, 7)).toEqual([
      'FAILOVER',
      'SOAPCONNECT_SESSION_P',
      'SOAPCONNECT_SESSION_S',
      'FAILOVER',
      'SOAPCONNECT_P',
      'SOAPCONNECT_S',
      'SOAPCONNECTED',
    ]);
    expect(pair.lab.counters.authAttempts.get('alice')).toBe(2);
  });

  it('A8: a node that shuts down says so, and is not asked at its place', async () => {
    const pair = await presencePair();
    await pair.connect();
    const from = pair.client.events.length;
    pair.server.endStreams('system-shutdown', 'alice');
    await online(pair, from);
    expect(pair.states()).toEqual([
      'FAILOVER',
      'SOAPCONNECT_SESSION_P',
      'SOAPCONNECTED',
      'XMPPCONNECT_P',
      'XMPPCONNECTED',
    ]);
  });

  it('A8, M1: a stream that is cut at a living node is resumed there, and nobody is moved', async () => {
    const pair = await presencePair();
    await pair.connect();
    const from = pair.client.events.length;
    pair.server.cut('alice');
    expect(await online(pair, from)).toBe(true);
    expect(pair.states()).toEqual([]);
  });

  it('A8: both nodes gone: one stop, until the person asks', async () => {
    const pair = await presencePair();
    await pair.connect();
    const from = pair.client.events.length;
    await Promise.all([pair.strike('imp-a', 'kill'), pair.strike('imp-b', 'kill')]);
    const { link } = await stopped(pair, from);
    expect(link).toMatchObject({ cause: { code: 'xmpp.nodes-failed' } });
    expect(pair.states().at(-1)).toBe('STOPPED');
    await Promise.all([pair.strike('imp-a', 'restore'), pair.strike('imp-b', 'restore')]);
    const back = pair.client.events.length;
    pair.client.xmpp.again();
    await online(pair, back);
    expect(pair.states().slice(-5)).toEqual([
      'FAILOVER',
      'SOAPCONNECT_P',
      'SOAPCONNECTED',
      'XMPPCONNECT_P',
      'XMPPCONNECTED',
    ]);
  });

  it('A8: after the stop a new network, or the end of sleep, is reason enough', async () => {
    const pair = await presencePair();
    await pair.connect();
    const from = pair.client.events.length;
    await Promise.all([pair.strike('imp-a', 'kill'), pair.strike('imp-b', 'kill')]);
    await stopped(pair, from);
    await pair.strike('imp-b', 'restore');
    const back = pair.client.events.length;
    pair.client.xmpp.nudge();
    await online(pair, back);
  });

  it('A2, A8: a password that was changed meanwhile stops chat with that word', async () => {
    const pair = await presencePair({ sharesSessions: false });
    await pair.connect();
    pair.lab.accounts.setPassword('alice', 'changed');
    const from = pair.client.events.length;
    await pair.strike('imp-a', 'kill');
    const { link } = await stopped(pair, from);
    expect(link).toMatchObject({ cause: { code: 'auth.wrong-password' } });
    expect(pair.lab.counters.authFailures.get('alice')).toBe(1);
  });
});
