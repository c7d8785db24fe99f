// size: one rig and its scenarios, a case each
import { describe, expect, it, vi } from 'vitest';
import {
  bothZone,
  RIGHT,
  type SessionHarness,
  sessionHarness,
} from '../../../../test/fakes/session-harness.ts';
import type { Session } from '../../../shared/domain/session.ts';
import { fail, failure, ok } from '../../../shared/errors/result.ts';
import { StorageError } from '../../ports/storage.port.ts';

async function signedIn(harness: SessionHarness, remember = true): Promise<void> {
  await harness.session.start();
  await harness.begin();
  await harness.settle();
  await harness.givePassword(RIGHT, remember);
  await harness.settle();
}

/** The app is started again on the same profile. */
function restarted(harness: SessionHarness): SessionHarness {
  return sessionHarness({ store: harness.store });
}

const stepStates = (session: Session) =>
  'steps' in session ? Object.fromEntries(session.steps.map(({ id, state }) => [id, state])) : {};

describe('a first sign-in', () => {
  it('starts signed out on a new profile', async () => {
    const harness = sessionHarness();
    await harness.session.start();
    expect(harness.now()).toEqual({ phase: 'signed-out', canOpenOffline: false, steps: [] });
  });

  it('asks for the password once the services are found, and starts nothing before', async () => {
    const harness = sessionHarness();
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    expect(harness.now()).toMatchObject({
      phase: 'signing-in',
      address: 'alice@example.test',
      needs: { kind: 'password', username: 'alice', canRemember: true },
    });
    expect(harness.journal.filter((line) => line.startsWith('start'))).toEqual([]);
  });

  it('goes into the hub with every step told', async () => {
    const harness = sessionHarness();
    await signedIn(harness);
    const session = harness.now();
    expect(session).toMatchObject({
      phase: 'signed-in',
      mode: 'im-only',
      isFromCache: false,
      hasNewConfiguration: false,
    });
    expect(stepStates(session)).toEqual({
      'finding-services': 'done',
      'home-server': 'skipped',
      'sign-in-method': 'done',
      profile: 'skipped',
      phone: 'skipped',
      chat: 'done',
      voicemail: 'skipped',
      directory: 'skipped',
    });
  });

  it('shows in Details which records were asked, where, and what came back', async () => {
    const harness = sessionHarness();
    await signedIn(harness);
    const session = harness.now();
    const details = 'steps' in session ? session.steps[0]?.details : [];
    expect(details).toContainEqual({ name: '_cisco-uds._tcp.example.test', value: 'none (memory, 0 ms)' });
    expect(details).toContainEqual({
      name: '_xmpp-client._tcp.example.test',
      value: 'chat.example.test:5222 priority 0 weight 0 (memory, 0 ms)',
    });
  });

  it('refuses what is no address, with the way forward', async () => {
    const harness = sessionHarness();
    await harness.session.start();
    await harness.begin('alice');
    await harness.settle();
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      lastAddress: 'alice',
      error: { code: 'discovery.bad-address' },
    });
  });

  it.each([
    ['a domain that does not exist', {}, true, 'discovery.no-such-domain'],
    ['a domain without records or host', { srv: { 'example.test': [] } }, true, 'discovery.no-records'],
    [
      'a domain whose own host does not speak XMPP',
      { srv: { 'example.test': [] }, addresses: { 'example.test': ['192.0.2.1'] } },
      false,
      'discovery.no-records',
    ],
  ])('D3: tells of %s', async (_title, zone, isReachable, code) => {
    const harness = sessionHarness({ zone, isReachable });
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    const session = harness.now();
    expect(session).toMatchObject({ phase: 'signed-out', error: { code } });
    expect(stepStates(session)).toMatchObject({ 'finding-services': 'failed', chat: 'waiting' });
    expect(harness.passwords).toEqual([]);
  });

  it('D15: a domain without records whose host-meta names a WebSocket is signed in to over it', async () => {
    const target = { host: 'web.example.test', port: 443, tls: 'direct', path: '/ws' } as const;
    const zone = { srv: { 'example.test': [] }, addresses: { 'example.test': ['192.0.2.1'] } };
    const harness = sessionHarness({ zone, isReachable: false, webSockets: [target] });
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    await harness.givePassword(RIGHT);
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'im-only' });
    expect(harness.accounts.chat?.targets).toEqual([target]);
  });
});

describe('the password', () => {
  it('A2: is never tried again after a refusal; the person is asked with the reason', async () => {
    const harness = sessionHarness({ zone: bothZone });
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    await harness.givePassword('wrong');
    await harness.settle();
    expect(harness.now()).toMatchObject({
      phase: 'signing-in',
      needs: { kind: 'password', error: { code: 'auth.wrong-password' } },
    });
    expect(harness.passwords).toEqual(['chat wrong']);
    await harness.givePassword(RIGHT);
    await harness.settle();
    expect(harness.now().phase).toBe('signed-in');
    expect(harness.passwords).toEqual(['chat wrong', `chat ${RIGHT}`, `phone ${RIGHT}`]);
  });

  it('A2: the phone waits until chat has proved it', async () => {
    const harness = sessionHarness({ zone: bothZone });
    let answer: (result: ReturnType<typeof ok<{ server: string }>>) => void = () => undefined;
    harness.script.chat = () => new Promise((resolve) => (answer = resolve));
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    await harness.givePassword(RIGHT);
    await harness.settle();
    expect(harness.passwords).toEqual([]);
    answer(ok({ server: 'chat.example.test' }));
    await harness.settle();
    expect(harness.passwords).toEqual([`phone ${RIGHT}`]);
  });

  it('A2: with no chat the phone proves it', async () => {
    const zone = {
      srv: {
        'example.test': [],
        '_sip._udp.example.test': [{ target: 'sip.example.test', port: 5060, priority: 0, weight: 0 }],
      },
    };
    const harness = sessionHarness({ zone });
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    await harness.givePassword('wrong');
    await harness.settle();
    expect(harness.now()).toMatchObject({
      phase: 'signing-in',
      needs: { error: { code: 'auth.wrong-password' } },
    });
    await harness.givePassword(RIGHT);
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'phone-only' });
  });

  it('is sealed when it is remembered and absent when it is not', async () => {
    const remembered = sessionHarness();
    await signedIn(remembered, true);
    expect(await remembered.credentials.get('alice@example.test')).toEqual(ok(RIGHT));
    expect([...remembered.store.entries.values()].join()).not.toContain(RIGHT);
    const forgotten = sessionHarness();
    await signedIn(forgotten, false);
    expect(await forgotten.credentials.get('alice@example.test')).toEqual(ok(undefined));
  });

  it('never appears in what is published or traced', async () => {
    const harness = sessionHarness({ zone: bothZone });
    await signedIn(harness);
    expect(JSON.stringify([harness.publisher.log, harness.trace.spans()])).not.toContain(RIGHT);
  });
});

describe('cancelling', () => {
  it('at the password question stops the attempt', async () => {
    const harness = sessionHarness();
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    await harness.run('session/cancel');
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signed-out', lastAddress: 'alice@example.test' });
    expect(harness.now()).not.toHaveProperty('error');
  });

  it('while a server is slow: its late answer changes nothing', async () => {
    const harness = sessionHarness();
    let answer: (result: ReturnType<typeof ok<{ server: string }>>) => void = () => undefined;
    harness.script.chat = () => new Promise((resolve) => (answer = resolve));
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    await harness.givePassword(RIGHT);
    await harness.settle();
    await harness.run('session/cancel');
    answer(ok({ server: 'chat.example.test' }));
    await harness.settle();
    expect(harness.now().phase).toBe('signed-out');
    expect(harness.journal.at(-1)).toBe('close');
  });
});

describe('half-way', () => {
  it('cancelled while the services are about to start, none is started', async () => {
    const harness = sessionHarness({ zone: bothZone });
    const installation = harness.cache.installation;
    let go: () => void = () => undefined;
    vi.spyOn(harness.cache, 'installation').mockImplementation(async () => {
      await new Promise<void>((resolve) => (go = resolve));
      return installation();
    });
    await harness.session.start();
    await harness.begin();
    await harness.settle();
    await harness.givePassword(RIGHT);
    await harness.settle();
    await harness.run('session/cancel');
    await harness.settle();
    go();
    await harness.settle();
    expect(harness.journal).not.toContain('start chat');
    expect(harness.journal).not.toContain('start phone');
  });

  it('a store that refuses while the password is asked anew ends the session and says so', async () => {
    const harness = sessionHarness();
    await signedIn(harness);
    vi.spyOn(harness.credentials, 'forget').mockRejectedValue(
      new StorageError(failure('storage.unavailable')),
    );
    harness.refuse('chat');
    await harness.settle();
    expect(harness.now()).toMatchObject({ phase: 'signed-out', error: { code: 'storage.unavailable' } });
  });

  it('a store that refuses what was looked up again leaves the session alone', async () => {
    const first = sessionHarness();
    await signedIn(first);
    const second = sessionHarness({ zone: bothZone, store: first.store });
    await second.session.start();
    await second.settle();
    const refusing = vi
      .spyOn(second.store, 'set')
      .mockRejectedValue(new StorageError(failure('storage.unavailable')));
    second.clock.advance(60_000);
    await second.settle();
    expect(second.now()).toMatchObject({ phase: 'signed-in', hasNewConfiguration: false });
    refusing.mockRestore();
    second.clock.advance(60_000);
    await second.settle();
    expect(second.now()).toMatchObject({ phase: 'signed-in', hasNewConfiguration: true });
  });
});

describe('D9: a cached start', () => {
  it('is signed in before any server is asked, and connects at once', async () => {
    const first = sessionHarness();
    await signedIn(first);
    const second = restarted(first);
    second.script.isOnline = false;
    await second.session.start();
    await second.settle();
    expect(second.now()).toMatchObject({
      phase: 'signed-in',
      address: 'alice@example.test',
      isFromCache: true,
    });
    expect(second.journal.slice(0, 2)).toEqual(['open alice@example.test', 'start chat']);
    expect(second.trace.spans().map(({ name }) => name)).not.toContain('dns.srv');
  });

  it('is no longer from the cache once the main service runs', async () => {
    const first = sessionHarness();
    await signedIn(first);
    const second = restarted(first);
    await second.session.start();
    await second.settle();
    expect(second.now()).toMatchObject({ phase: 'signed-in', isFromCache: false });
  });

  it('asks again when the password was changed meanwhile, and loses nothing', async () => {
    const first = sessionHarness({ zone: bothZone });
    await signedIn(first);
    const second = sessionHarness({ zone: bothZone, store: first.store });
    second.script.password = 'new one';
    await second.session.start();
    await second.settle();
    expect(second.now()).toMatchObject({
      phase: 'signing-in',
      needs: { error: { code: 'auth.wrong-password' } },
    });
    expect(second.passwords).toEqual([`chat ${RIGHT}`]);
    expect(second.journal).not.toContain('close');
    expect(await second.credentials.get('alice@example.test')).toEqual(ok(undefined));
    await second.givePassword('new one', true);
    await second.settle();
    expect(second.now()).toMatchObject({ phase: 'signed-in', isFromCache: false });
  });

  it('without a remembered password shows who was here, and opens offline', async () => {
    const first = sessionHarness();
    await signedIn(first, false);
    const second = restarted(first);
    await second.session.start();
    expect(second.now()).toMatchObject({
      phase: 'signed-out',
      lastAddress: 'alice@example.test',
      canOpenOffline: true,
    });
    await second.run('session/open-offline');
    await second.settle();
    expect(second.now()).toMatchObject({ phase: 'signed-in', isFromCache: true });
    expect(second.journal).toEqual(['open alice@example.test']);
  });

  it('D11: looks again behind it and tells of a new configuration', async () => {
    const first = sessionHarness();
    await signedIn(first);
    const second = sessionHarness({ zone: bothZone, store: first.store });
    await second.session.start();
    await second.settle();
    second.clock.advance(60_000);
    await second.settle();
    expect(second.now()).toMatchObject({ phase: 'signed-in', hasNewConfiguration: true, isFromCache: false });
    await second.run('session/retry');
    await second.settle();
    expect(second.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc', hasNewConfiguration: false });
  });

  it('D5: a network change nudges the services and looks again', async () => {
    const first = sessionHarness();
    await signedIn(first);
    const second = restarted(first);
    await second.session.start();
    await second.settle();
    second.network('changed');
    expect(second.journal.at(-1)).toBe('nudge');
    const before = second.trace.spans().length;
    second.clock.advance(4_000);
    await second.settle();
    expect(
      second.trace
        .spans()
        .slice(before)
        .map(({ name }) => name),
    ).toContain('dns.srv');
  });

  it('A3: a service that comes up later is no longer shown as failed', async () => {
    const first = sessionHarness({ zone: bothZone });
    await signedIn(first);
    const second = sessionHarness({ zone: bothZone, store: first.store });
    second.script.isOnline = false;
    await second.session.start();
    await second.settle();
    second.clock.advance(4_000);
    await second.settle();
    expect(stepStates(second.now())).toMatchObject({ chat: 'failed', phone: 'failed' });
    second.comeOnline('chat', 'chat.example.test');
    second.comeOnline('phone', 'sip.example.test');
    expect(stepStates(second.now())).toMatchObject({ chat: 'done', phone: 'done' });
  });

  it('a refusal later stops every service and asks', async () => {
    const harness = sessionHarness({ zone: bothZone });
    await signedIn(harness);
    harness.script.password = 'new one';
    harness.refuse('chat');
    await harness.settle();
    expect(harness.now()).toMatchObject({
      phase: 'signing-in',
      needs: { error: { code: 'auth.wrong-password' } },
    });
    expect(harness.journal).toEqual(expect.arrayContaining(['stop chat', 'stop phone']));
    await harness.givePassword('new one');
    await harness.settle();
    expect(harness.now().phase).toBe('signed-in');
  });

  it('a phone that goes ahead of a chat server that is down, and is refused, asks too', async () => {
    const first = sessionHarness({ zone: bothZone });
    await signedIn(first);
    const second = sessionHarness({ zone: bothZone, store: first.store });
    second.script.password = 'new one';
    second.script.chat = async () => fail('net.refused', { host: 'chat.example.test', port: 5222 });
    await second.session.start();
    await second.settle();
    expect(second.now()).toMatchObject({
      phase: 'signing-in',
      needs: { error: { code: 'auth.wrong-password' } },
    });
    expect(second.passwords).toEqual([`phone ${RIGHT}`]);
  });
});

describe('A11: leaving', () => {
  it('sign-out stops the services and forgets the password, not the address', async () => {
    const harness = sessionHarness();
    await signedIn(harness);
    await harness.run('session/sign-out');
    expect(harness.now()).toMatchObject({
      phase: 'signed-out',
      lastAddress: 'alice@example.test',
      canOpenOffline: false,
    });
    expect(await harness.credentials.get('alice@example.test')).toEqual(ok(undefined));
    const next = restarted(harness);
    await next.session.start();
    expect(next.now()).toMatchObject({ phase: 'signed-out', lastAddress: 'alice@example.test' });
  });

  it.each([
    [true, 'delete alice@example.test but history'],
    [false, 'delete alice@example.test'],
  ])('reset (history kept: %s) removes cache and credentials', async (keepHistory, line) => {
    const harness = sessionHarness();
    await signedIn(harness);
    await harness.reset(keepHistory);
    expect(harness.now()).toEqual({ phase: 'signed-out', canOpenOffline: false, steps: [] });
    expect(harness.journal.at(-1)).toBe(line);
    expect([...harness.store.entries.keys()]).toEqual(['installation']);
  });
});
