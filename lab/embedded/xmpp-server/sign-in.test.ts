import { afterEach, describe, expect, it } from 'vitest';
import { xml } from '../xml/element.ts';
import { NS } from './namespaces.ts';
import { startXmppFixture, type XmppFixture } from './xmpp-fixture.ts';

let lab: XmppFixture;
afterEach(() => lab.stop());

describe('XMPP server: sign-in', () => {
  it.each(['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'])(
    'accepts %s over STARTTLS and over direct TLS',
    async (mechanism) => {
      lab = await startXmppFixture();
      for (const transport of ['starttls', 'direct'] as const) {
        const client = await lab.connect('alice', { mechanism, transport, resource: transport });
        expect(client.jid).toBe(`alice@example.test/${transport}`);
      }
      await expect(lab.connect('alice', { mechanism, password: 'wrong' })).rejects.toThrow('not-authorized');
      expect(lab.server.counters.authAttempts.get('alice')).toBe(3);
      expect(lab.server.counters.authFailures.get('alice')).toBe(1);
    },
  );

  it('offers nothing but STARTTLS before TLS, and no PLAIN without it', async () => {
    lab = await startXmppFixture();
    await expect(lab.connect('alice', { transport: 'clear', mechanism: 'SCRAM-SHA-256' })).rejects.toThrow(
      'encryption-required',
    );
    await lab.stop();
    lab = await startXmppFixture({ startTls: 'optional' });
    await expect(lab.connect('alice', { transport: 'clear', mechanism: 'PLAIN' })).rejects.toThrow(
      'invalid-mechanism',
    );
    await lab.connect('alice', { transport: 'clear', mechanism: 'SCRAM-SHA-256' });
  });

  it('accepts one-time passwords of the SOAP service by CISCO-VTG-TOKEN and PLAIN, once', async () => {
    const tokens = new Set(['otp-1', 'otp-2']);
    lab = await startXmppFixture({
      mechanisms: ['PLAIN', 'CISCO-VTG-TOKEN'],
      checkToken: (user, token) => user === 'alice' && tokens.delete(token),
    });
    await lab.connect('alice', { mechanism: 'CISCO-VTG-TOKEN', password: 'otp-1' });
    await expect(lab.connect('alice', { mechanism: 'CISCO-VTG-TOKEN', password: 'otp-1' })).rejects.toThrow(
      'not-authorized',
    );
    await lab.connect('alice', { mechanism: 'PLAIN', password: 'otp-2' });
    await expect(lab.connect('bob', { mechanism: 'CISCO-VTG-TOKEN', password: 'otp-2' })).rejects.toThrow(
      'not-authorized',
    );
  });

  it('refuses by fault, counts, and closes after the third failure on a stream', async () => {
    lab = await startXmppFixture();
    lab.server.faults.refuseAuth.add('alice');
    await expect(lab.connect('alice')).rejects.toThrow('not-authorized');
    lab.server.faults.refuseAuth.clear();
    await lab.connect('alice');
    expect(lab.server.counters.authAttempts.get('alice')).toBe(2);
  });

  it('knows its domain only, and can send a client elsewhere', async () => {
    lab = await startXmppFixture();
    await expect(lab.connect('alice', { domain: 'other.test', transport: 'clear' })).rejects.toThrow(
      'host-unknown',
    );
    lab.server.faults.seeOtherHost = 'node-b.example.test:5222';
    await expect(lab.connect('alice')).rejects.toThrow('see-other-host');
  });

  it.each([
    ['kick-old', 'alice@example.test/desk'],
    ['new-resource', /^alice@example\.test\/desk-[0-9a-f]+$/],
  ] as const)('treats a second login with one resource as %s', async (onConflict, jid) => {
    lab = await startXmppFixture({ onConflict });
    const first = await lab.connect('alice', { resource: 'desk' });
    const second = await lab.connect('alice', { resource: 'desk' });
    expect(second.jid).toMatch(jid);
    if (onConflict === 'kick-old') {
      const error = await first.next((element) => element.is('error', NS.streams));
      expect(error.child('conflict', NS.streamErrors)).toBeDefined();
    } else await first.settle();
  });

  it('ends a stream that sends what is no XML, and says so', async () => {
    lab = await startXmppFixture();
    const client = await lab.connect('alice');
    client.sendText('<message><body></message>');
    expect(
      (await client.next((element) => element.is('error', NS.streams))).child('not-well-formed'),
    ).toBeDefined();
    await client.whenClosed();
  });

  it('puts characters together that arrive in halves', async () => {
    lab = await startXmppFixture();
    const [alice, bob] = [await lab.connect('alice'), await lab.connect('bob')];
    bob.send(xml('presence', NS.client));
    await bob.settle();
    const bytes = Buffer.from(
      '<message to="bob@example.test" type="chat"><body>日本語 😀 عربي</body></message>',
    );
    for (const byte of bytes) alice.sendText(Buffer.from([byte]) as unknown as string);
    expect((await bob.message('日本語 😀 عربي')).attrs['from']).toBe(alice.jid);
  });
});
