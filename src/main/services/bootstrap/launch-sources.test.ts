import { describe, expect, it, vi } from 'vitest';
import { alice, ciscoHarness } from '../../../../test/fakes/cisco-harness.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { RIGHT, sessionHarness, srv } from '../../../../test/fakes/session-harness.ts';

type Harness = Awaited<ReturnType<typeof ciscoHarness>>;

async function signIn(harness: Harness): Promise<void> {
  await harness.session.start();
  await harness.begin();
  await vi.waitFor(() => expect(harness.now()).toHaveProperty('needs.kind', 'password'), {
    timeout: 10_000,
  });
  await harness.givePassword(RIGHT);
  await vi.waitFor(() => expect(harness.now().phase).not.toBe('signing-in'), { timeout: 10_000 });
}

/** What the first step says in its Details. */
function found(harness: Pick<Harness, 'now'>): Readonly<Record<string, string>> {
  const session = harness.now();
  const steps = 'steps' in session ? session.steps : [];
  const { details = [] } = steps.find(({ id }) => id === 'finding-services') ?? {};
  return Object.fromEntries(details.map(({ name, value }) => [name, value]));
}

const noRecords = memoryDns({ srv: { 'example.test': [] } });
const switches = (...lines: readonly string[]) => ({ bootstrap: lines.join('\n') });

describe('T1: a cluster without DNS records, by the installer’s switches', () => {
  it('D13: full UC: AUTHENTICATOR=CUCM and TFTP', async () => {
    const computer = switches('AUTHENTICATOR=CUCM', 'TFTP=tftp.example.test', 'CCMCIP=ucm-b.example.test');
    const harness = await ciscoHarness({ session: { dns: noRecords, computer } });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc', name: 'Alice Archer' });
    expect(found(harness)).toMatchObject({ source: 'installed', reason: 'no-records' });
    expect(harness.accounts.phone?.device?.name).toBe('CSFALICE');
  });

  it('IM only: AUTHENTICATOR=CUP and CUP_ADDRESS', async () => {
    const computer = switches('AUTHENTICATOR=CUP', 'CUP_ADDRESS=imp-a.example.test');
    const harness = await ciscoHarness({ session: { dns: noRecords, computer } });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'im-only' });
  });

  it('A6: phone mode: PRODUCT_MODE=phone_mode', async () => {
    const computer = switches(
      'AUTHENTICATOR=CUCM',
      'TFTP=tftp.example.test',
      'CCMCIP=ucm-b.example.test',
      'CTI=ucm-b.example.test',
      'PRODUCT_MODE=phone_mode',
    );
    const harness = await ciscoHarness({ session: { dns: noRecords, computer } });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'phone-only' });
    expect(harness.journal).not.toContain('start chat');
  });

  it('is ignored for what discovery answers', async () => {
    const computer = switches('AUTHENTICATOR=CUP', 'CUP_ADDRESS=nowhere.example.test');
    const harness = await ciscoHarness({ session: { computer } });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(found(harness)).toMatchObject({ source: 'srv' });
  });

  it('cloud: AUTHENTICATOR=WEBEX is explained', async () => {
    const harness = sessionHarness({ dns: noRecords, computer: switches('AUTHENTICATOR=WEBEX') });
    await harness.session.start();
    await harness.begin();
    await vi.waitFor(() => expect(harness.now().phase).toBe('signed-out'));
    expect(harness.now()).toMatchObject({ error: { code: 'discovery.cloud-only' } });
    expect(found(harness)['CAS loginp.webexconnect.com']).toBe('net.timeout');
  });
});

describe('D6: a Webex organisation with a cluster of its own', () => {
  it('is signed in to the cluster, and recognised without a question the next time', async () => {
    const session = { computer: switches('CAS_HOST=ucm-a.example.test:8443'), store: memoryKeyValue() };
    // The lab's own file excludes WEBEX, which would count from the second sign-in on.
    const jabberConfig = { Policies: { EnableSIPURIDialling: 'true' } };
    const first = await ciscoHarness({ organisations: ['example.test'], jabberConfig, session });
    const asked = () => first.lab.counters.requests.filter(({ path }) => path.startsWith('/cas/')).length;
    await signIn(first);
    expect(first.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(found(first)).toMatchObject({ source: 'cas', reason: 'organisation' });
    expect(found(first)['CAS ucm-a.example.test:8443']).toBe('organisation');
    expect(asked()).toBe(1);

    const second = await ciscoHarness({ lab: { lab: first.lab, ca: first.ca }, session });
    await signIn(second);
    expect(second.now()).toMatchObject({ phase: 'signed-in', mode: 'full-uc' });
    expect(found(second)).toMatchObject({ source: 'remembered-cas' });
    expect(asked()).toBe(1);
  });

  it('without chat of its own keeps the phone: hybrid', async () => {
    const harness = await ciscoHarness({
      organisations: ['example.test'],
      users: [{ ...alice, imPresence: 'off' as const }],
      session: { computer: switches('CAS_HOST=ucm-a.example.test:8443') },
    });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', mode: 'hybrid' });
  });

  it('D7: is not asked for with WEBEX excluded', async () => {
    const computer = switches('CAS_HOST=ucm-a.example.test:8443', 'EXCLUDED_SERVICES=WEBEX');
    const harness = await ciscoHarness({ organisations: ['example.test'], session: { computer } });
    await signIn(harness);
    expect(found(harness)).toMatchObject({ source: 'srv', excluded: 'WEBEX' });
    expect(harness.lab.counters.requests.filter(({ path }) => path.startsWith('/cas/'))).toEqual([]);
  });
});

describe('D4: a voice services domain', () => {
  it('is where the cluster is looked for; the address stays what it is', async () => {
    const harness = await ciscoHarness({
      session: {
        computer: switches('VOICE_SERVICES_DOMAIN=voice.test'),
        dns: memoryDns({ srv: { '_cisco-uds._tcp.voice.test': [srv('ucm-a.example.test', 8443)] } }),
      },
    });
    await signIn(harness);
    expect(harness.now()).toMatchObject({ phase: 'signed-in', address: 'alice@example.test' });
    expect(found(harness)).toMatchObject({
      source: 'srv',
      'services domain': 'example.test (address)',
      'voice services domain': 'voice.test',
    });
  });
});
