import { describe, expect, it, onTestFinished } from 'vitest';
import { startCiscoLab } from '../../../../lab/cisco/cisco-lab.ts';
import type { CiscoUser } from '../../../../lab/cisco/model.ts';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { alice } from '../../../../test/fakes/cisco-harness.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { createDialer } from '../link/dialer.ts';
import { createHttpClient } from '../link/http-client.ts';
import { createUdsDestinations } from './create-uds-destinations.ts';
import { createUdsPhone } from './create-uds-phone.ts';

async function phone(password = alice.password ?? '', user: CiscoUser = alice) {
  const ca = await createLabCa();
  const net = `127.${100 + Math.floor(Math.random() * 150)}.${Math.floor(Math.random() * 250)}`;
  const hosts = [`${net}.1`, `${net}.2`, `${net}.3`] as const;
  const lab = await startCiscoLab({
    domain: 'example.test',
    users: [user],
    ca,
    hosts,
    httpsPort: 8443,
    tftpHttpPort: 6970,
  });
  onTestFinished(() => lab.stop());
  const dns = memoryDns({ addresses: { 'ucm-b.example.test': [hosts[1]] } });
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const http = createHttpClient({ dialer, clock: realClock, service: 'configuration' });
  const settings = createUdsPhone({ http, trace: memoryTrace(), clock: realClock });
  const destinations = createUdsDestinations({ http, trace: memoryTrace(), clock: realClock });
  const account = { servers: ['https://ucm-b.example.test:8443/cucm-uds'], username: 'alice', password };
  const { signal } = new AbortController();
  return {
    destinations: () => destinations.read(account, signal),
    save: (change: Parameters<typeof destinations.save>[1]) => destinations.save(account, change, signal),
    read: () => settings.read(account, signal),
    set: (forward: Parameters<typeof settings.setForward>[1]) =>
      settings.setForward(account, forward, signal),
  };
}

describe('phone settings over UDS', () => {
  it('V14: all calls are forwarded to a number or to voicemail, and back again', async () => {
    const { read, set } = await phone();
    const forward = async () => unwrap(await read()).lines.map((line) => line.forward);
    expect(unwrap(await read())).toEqual({
      lines: [{ number: '1001', label: '1001', forward: { kind: 'off' } }],
    });
    unwrap(await set({ kind: 'to', target: '1009' }));
    expect(await forward()).toEqual([{ kind: 'to', target: '1009' }]);
    unwrap(await set({ kind: 'voicemail' }));
    expect(await forward()).toEqual([{ kind: 'voicemail' }]);
    unwrap(await set({ kind: 'off' }));
    expect(await forward()).toEqual([{ kind: 'off' }]);
  });

  it('V14: a destination that the server refuses changes nothing', async () => {
    const { read, set } = await phone();
    expect(await set({ kind: 'to', target: 'a<b>&c' })).toMatchObject({ error: { code: 'http.status' } });
    expect(unwrap(await read()).lines[0]?.forward).toEqual({ kind: 'off' });
  });

  it('V14: a wrong password is told, not tried again', async () => {
    const { read, set } = await phone('wrong');
    expect(await read()).toMatchObject({ error: { code: 'auth.wrong-password' } });
    expect(await set({ kind: 'voicemail' })).toMatchObject({ error: { code: 'auth.wrong-password' } });
  });
});

describe('remote destinations over UDS', () => {
  const mobile = {
    ...{ id: 'd-1', name: 'Mobile', destination: '+447700900001', rings: true, canMove: true },
    profile: 'RDPALICE',
  };
  const devices = [{ name: 'RDPALICE', usage: '0' }];

  it('V8: they are listed, changed and added, and the server’s refusals are told', async () => {
    const { destinations, save } = await phone(alice.password, { ...alice, remoteDestinations: [mobile] });
    const known = { id: 'd-1', name: 'Mobile', number: '+447700900001', rings: true, canMove: true, devices };
    expect(unwrap(await destinations())).toEqual([known]);
    unwrap(await save({ ...known, name: 'A & <B>', number: '+447700900002', rings: false }));
    const { id: _, ...home } = { ...known, name: 'Home', number: '02079460018' };
    unwrap(await save(home));
    expect(unwrap(await destinations()).map(({ name, number, rings }) => [name, number, rings])).toEqual([
      ['A &amp; &lt;B&gt;', '+447700900002', false],
      ['Home', '02079460018', true],
    ]);
    const refusals = [
      home,
      { ...home, number: 'home' },
      { ...home, number: '1234567', devices: [{ name: 'RDPBOB', usage: '0' }] },
      { ...known, id: 'gone' },
    ];
    const statuses = [];
    for (const change of refusals) {
      const answer = await save(change);
      statuses.push(answer.ok ? 'taken' : answer.error.params?.['status']);
    }
    expect(statuses.map(String)).toEqual(['409', '400', '400', '404']);
  });

  it('V8: who has no profile has none', async () => {
    const { destinations } = await phone();
    expect(await destinations()).toMatchObject({ ok: false });
  });
});
