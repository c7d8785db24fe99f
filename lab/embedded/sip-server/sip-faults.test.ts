import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../pki/lab-ca.ts';
import { SipProbe } from './sip-probe.ts';
import { type SipServer, startSipServer } from './sip-server.ts';

let ca: LabCa;
let server: SipServer;
let alice: SipProbe;
beforeEach(async () => {
  ca = await createLabCa();
  server = await startSipServer({
    domain: 'example.test',
    certificate: await ca.issue({ names: ['example.test', '127.0.0.1'] }),
    users: [{ username: 'alice', password: 'parlance-demo' }],
  });
  alice = await SipProbe.open(server, { username: 'alice', ca: ca.pem });
});
afterEach(async () => {
  alice.close();
  await server.stop();
});

describe('SIP server: faults', () => {
  it('repeats its answer while the ACK is lost, and an INVITE while nobody answers', async () => {
    server.faults.silentFor.add('ACK');
    const media = await alice.openMedia();
    const { request, response } = await alice.call('echo', media);
    expect(response.status).toBe(200);
    await alice.response(request);
    expect(server.calls[0]?.hasAck).toBe(false);
    server.faults.silentFor.clear();
    alice.send(alice.ackOf(request, response));
    await expect.poll(() => server.calls[0]?.hasAck).toBe(true);
    await alice.register();
    const call = await server.callUser('alice');
    await alice.request('INVITE');
    alice.reply(await alice.request('INVITE'), 486, 'busy');
    expect(await call.ended).toBe('refused');
    expect(call.status).toBe(486);
  });

  it('says 503, stays silent, refuses the right password, loses what it loses', async () => {
    server.faults.statusFor.set('INVITE', 503);
    expect((await alice.call('echo')).response.status).toBe(503);
    server.faults.statusFor.clear();
    server.faults.refuseAuth.add('alice');
    expect((await alice.register()).status).toBe(401);
    expect([server.counters.authAttempts.get('alice'), server.counters.authFailures.get('alice')]).toEqual([
      1, 1,
    ]);
    server.faults.refuseAuth.clear();
    server.faults.lossPercent = 100;
    alice.send(alice.build('OPTIONS', 'sip:example.test', '<sip:example.test>'));
    await expect(alice.next(() => true, 150)).rejects.toThrow('nothing matched');
    server.faults.lossPercent = 0;
    expect(
      (await alice.ask(alice.build('OPTIONS', 'sip:example.test', '<sip:example.test>'))).response.status,
    ).toBe(200);
  });

  it('forgets registrations of connections that it cuts', async () => {
    const phone = await SipProbe.open(server, { username: 'alice', ca: ca.pem, transport: 'wss' });
    await phone.register();
    expect(server.bindings('alice')).toHaveLength(1);
    server.cut('alice');
    await expect.poll(() => server.bindings('alice').length).toBe(0);
    await expect(server.callUser('alice')).rejects.toThrow('not registered');
    phone.close();
  });
});
