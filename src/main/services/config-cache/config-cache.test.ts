import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import { createConfigCache } from './create-config-cache.ts';
import { createRemembered } from './remembered.ts';

function bench() {
  const store = memoryKeyValue();
  return { store, cache: createConfigCache({ store, log: silentLog, random: seededRandom() }) };
}

const deployment: Deployment = {
  mode: 'full-uc',
  address: 'alice@example.test',
  username: 'alice',
  displayName: 'Alice',
  xmpp: {
    domain: 'example.test',
    targets: [{ host: 'imp', port: 5222, tls: 'starttls', alsoAccept: ['imp'] }],
    soap: ['imp:8443'],
  },
  sip: {
    aor: 'sip:1001@ucm',
    registrars: [{ host: 'ucm', port: 5060, transport: 'tcp' }],
    authUser: 'alice',
    expires: 3600,
    device: { name: 'CSFALICE', contactUser: 'x' },
    mediaPorts: { start: 16_384, stop: 32_766 },
  },
  uds: ['https://ucm:8443/cucm-uds'],
  voicemailPilot: '8000',
  dialRules: {
    application: [{ beginsWith: '+1', length: 12, remove: 2, prefix: '91' }],
    lookup: [],
  },
};

describe('D9: what is remembered', () => {
  it('gives a deployment back whole', async () => {
    const { cache } = bench();
    const configuration = [{ name: 'EnableVideo', section: 'Policies', value: 'true', source: 'default' }];
    await cache.deployment('alice@example.test').set({ deployment, configuration });
    expect(await cache.deployment('alice@example.test').get()).toEqual({ deployment, configuration });
    expect(await cache.deployment('bob@example.test').get()).toBeUndefined();
  });

  it('names the installation once', async () => {
    const { cache, store } = bench();
    const first = await cache.installation();
    expect(first.resource).toMatch(/^[0-9a-f]{40}$/);
    expect(
      await createConfigCache({ store, log: silentLog, random: seededRandom(9) }).installation(),
    ).toEqual(first);
  });

  it('names the installation once, however many ask at the same time', async () => {
    const { cache } = bench();
    const names = await Promise.all([cache.installation(), cache.installation(), cache.installation()]);
    expect(new Set(names.map(({ instanceId }) => instanceId)).size).toBe(1);
  });

  it('A11: forgets everything but the installation', async () => {
    const { cache, store } = bench();
    await cache.installation();
    for (const name of ['alice@example.test', 'bob@example.test']) {
      await cache.deployment(name).set({ deployment, configuration: [] });
      await cache.file(name, 'jabber-config.xml').set({ values: [] });
    }
    await cache.last.set({ address: 'bob@example.test', name: 'Bob' });
    await cache.forgetEverything();
    expect([...store.entries.keys()]).toEqual(['installation']);
  });

  it.each([
    ['not JSON', '{'],
    ['another version', '{"version":0,"value":{"a":1}}'],
    ['another shape', '{"version":1,"value":{"a":"x"}}'],
    ['nothing', 'null'],
  ])('Q3: %s counts as absent, is reported, and is not overwritten by reading', async (_title, text) => {
    const store = memoryKeyValue();
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (event: string) => void warnings.push(event) };
    await store.set('x', text);
    const remembered = createRemembered({
      store,
      log,
      key: 'x',
      version: 1,
      schema: z.object({ a: z.number() }),
    });
    expect(await remembered.get()).toBeUndefined();
    expect(warnings).toHaveLength(1);
    expect(store.entries.get('x')).toBe(text);
  });

  it('Q2: a damaged port or transport spoils the deployment, not the app', async () => {
    const { cache, store } = bench();
    const damaged = {
      ...deployment,
      sip: { ...deployment.sip, registrars: [{ host: 'x', port: 99_999, transport: 'smoke' }] },
    };
    await store.set(
      'deployment:alice@example.test',
      JSON.stringify({ version: 1, value: { deployment: damaged, configuration: [] } }),
    );
    expect(await cache.deployment('alice@example.test').get()).toBeUndefined();
  });
});
