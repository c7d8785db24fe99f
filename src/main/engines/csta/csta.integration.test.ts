import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CstaPhone, type CstaPhoneOptions } from '../../../../lab/embedded/csta-phone/csta-phone.ts';
import { startSipServer } from '../../../../lab/embedded/sip-server/sip-server.ts';
import { createLabCa } from '../../../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { startKamailio } from '../../../../lab/real/kamailio.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryTrust } from '../../../../test/fakes/memory-trust.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import { agreeingMedia } from '../../../../test/fakes/sip-peer.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import type { PhoneControlEvent } from '../../ports/phone-control.port.ts';
import type { SipTransport } from '../../ports/sip.port.ts';
import { createDialer } from '../link/dialer.ts';
import { createSip } from '../sip/create-sip.ts';
import { createPhoneControl } from './create-phone-control.ts';

const PASSWORD = 'secret of alice';
const DOMAIN = 'example.test';
/** Two cores may be busy with other things. */
const SOON = { timeout: 10_000, interval: 20 };
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

interface Place {
  readonly host: string;
  readonly port: number;
  readonly transport: SipTransport;
}

/** Alice's client at the server, and the control of phones there. */
async function alice(pem: string, place: Place) {
  const [dns, random] = [memoryDns(), seededRandom(place.port)];
  const dialer = createDialer({ dns, trust: memoryTrust(pem), clock: realClock, log: silentLog });
  const ports = { dialer, dns, clock: realClock, random, log: silentLog };
  const sip = createSip({ ...ports, software: 'Parlance/test' });
  endings.push(() => sip.unregister());
  sip.setIncomingMedia(agreeingMedia);
  unwrap(
    await sip.register({
      ...{ aor: `sip:alice@${DOMAIN}`, displayName: 'Alice', authUser: 'alice', password: PASSWORD },
      ...{ registrars: [place], instanceId: randomUUID(), expires: 300 },
    }),
  );
  const events: PhoneControlEvent[] = [];
  const control = createPhoneControl({ sip, clock: realClock, log: silentLog });
  const states = () => {
    const last = events.findLast((event) => event.kind === 'calls');
    return last?.calls.map(({ peer, state }) => `${peer.address} ${state}`) ?? [];
  };
  return {
    ...{ sip, events, states },
    open: (address: string) => control.open(address, (event) => void events.push(event)),
  };
}

async function deskPhone(options: CstaPhoneOptions): Promise<CstaPhone> {
  const phone = await CstaPhone.start(options);
  endings.push(() => phone.stop());
  return phone;
}

describe('a phone under control over SIP', () => {
  it('V7: at the address that the softphone has too, the phone takes the control, its calls are made, told and lost', async () => {
    const ca = await createLabCa();
    const certificate = ca.issue({ names: [DOMAIN] });
    const server = await startSipServer({
      ...{ domain: DOMAIN, certificate: await certificate },
      users: [{ username: 'alice', password: PASSWORD, aliases: ['1001'] }],
    });
    endings.push(() => server.stop());
    const place = { host: server.host, port: server.ports.tcp, transport: 'tcp' } as const;
    const client = await alice(ca.pem, place);
    const own = { server, username: 'alice', password: PASSWORD, ca: ca.pem };
    const phone = await deskPhone({ ...own, device: '1001', answersApart: true });
    const link = unwrap(await client.open('1001'));
    expect(phone.isControlled).toBe(true);
    const { id = '' } = unwrap(await link.dial('1002'));
    await vi.waitFor(() => expect(client.states()).toEqual(['1002 connected']), SOON);
    unwrap(await link.hold(id));
    await vi.waitFor(() => expect(client.states()).toEqual(['1002 held']), SOON);
    link.close();
    await vi.waitFor(() => expect(phone.isControlled).toBe(false), SOON);
    unwrap(await client.open('1001'));
    await vi.waitFor(() => expect(client.states()).toEqual(['1002 held']), SOON);
    phone.bye();
    await vi.waitFor(() => expect(client.events.at(-1)).toMatchObject({ kind: 'lost' }), SOON);
  });

  const missing = missingPrograms(['kamailio']);
  it.skipIf(missing.length > 0)(
    'V7: behind Kamailio, one with control is held and followed, one without it says so',
    async () => {
      const ca = await createLabCa();
      const users = { alice: PASSWORD, desk: 'secret of the desk', bob: 'secret of bob' };
      const kamailio = await startKamailio({ ca, users, numbers: { 1001: 'alice', 1009: 'desk' } });
      endings.push(() => kamailio.stop());
      const { address: host, ports } = kamailio;
      const client = await alice(ca.pem, { host, port: ports.udp, transport: 'udp' });
      const server = { host, domain: DOMAIN, ports: { udp: ports.udp } };
      const phone = await deskPhone({
        ...{ server, username: 'desk', password: users.desk, ca: ca.pem, device: '1009' },
      });
      const link = unwrap(await client.open('1009'));
      const id = phone.model.ring('1002', 'Bob Builder');
      await vi.waitFor(() => expect(client.states()).toEqual(['1002 ringing-in']), SOON);
      unwrap(await link.answer(id));
      await vi.waitFor(() => expect(client.states()).toEqual(['1002 connected']), SOON);
      // Our own softphone has no control to give; nobody is at bob's.
      expect(await client.open('1001')).toMatchObject({ error: { code: 'desk-phone.no-control' } });
      expect(await client.open('bob')).toMatchObject({ ok: false });
    },
  );
});
