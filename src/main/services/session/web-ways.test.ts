import { describe, expect, it } from 'vitest';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { XmppAccount, XmppLink, XmppTarget } from '../../ports/xmpp.port.ts';
import { createConfigCache } from '../config-cache/create-config-cache.ts';
import { createWebWays } from './web-ways.ts';

const bosh: XmppTarget = {
  host: 'web.example.test',
  port: 443,
  tls: 'direct',
  path: '/http-bind',
  isBosh: true,
};
const account: XmppAccount = {
  domain: 'example.test',
  targets: [{ host: 'chat.example.test', port: 5222, tls: 'starttls' }],
  credentials: { kind: 'password', username: 'alice', password: 'secret' },
  resource: 'desk',
};
const online = (webWay?: XmppTarget): XmppLink => ({
  kind: 'online',
  jid: 'alice@example.test/desk',
  isResumed: false,
  server: 'example.test',
  features: { archive: true, carbons: true, streamManagement: true },
  ...(webWay && { webWay }),
});

/** One installation; `start` is the next start of the program, some hours later. */
function installation() {
  const store = memoryKeyValue();
  const clock = { hours: 0, now: () => 1_000_000 + clock.hours * 3_600_000 };
  const start = (later = 0) => {
    clock.hours += later;
    const cache = createConfigCache({ store, log: silentLog, random: seededRandom() });
    return createWebWays({ cache, clock, hostMeta: { otherWays: async () => [bosh] } });
  };
  return { start };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('D15: a way of the web that led to the chat server', () => {
  it('D15: is tried first at the next start, for a day', async () => {
    const { start } = installation();
    const first = start();
    expect(await first.known(account)).not.toHaveProperty('lastWay');
    first.follow(online(bosh));
    await settled();
    expect(await start(8).known(account)).toMatchObject({ lastWay: bosh, targets: account.targets });
    expect(await start(17).known(account)).not.toHaveProperty('lastWay');
  });

  it('D15: is forgotten once the usual way is open again, and is one domain’s own', async () => {
    const { start } = installation();
    const first = start();
    await first.known(account);
    first.follow(online(bosh));
    await settled();
    expect(await first.known({ ...account, domain: 'other.test' })).not.toHaveProperty('lastWay');
    await first.known(account);
    first.follow({ kind: 'waiting', attempt: 1, retryAt: 0, cause: { code: 'net.refused', params: {} } });
    first.follow(online());
    await settled();
    expect(await start().known(account)).not.toHaveProperty('lastWay');
  });

  it('D15: is not for servers that have a sign-in service of their own', async () => {
    const ways = installation().start();
    const cisco: XmppAccount = {
      ...account,
      credentials: { kind: 'token', username: 'alice', get: async () => ({ ok: true, value: 't' }) },
    };
    expect(await ways.known(cisco)).toBe(cisco);
  });
});
