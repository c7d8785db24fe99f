import { describe, expect, it, onTestFinished } from 'vitest';
import { startCiscoLab } from '../../../../lab/cisco/cisco-lab.ts';
import type { WebDialerForm } from '../../../../lab/cisco/webdialer.ts';
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
import { createWebDialer } from './create-web-dialer.ts';

async function cluster(webDialer: WebDialerForm | undefined, password = alice.password ?? '') {
  const ca = await createLabCa();
  const net = `127.${100 + Math.floor(Math.random() * 150)}.${Math.floor(Math.random() * 250)}`;
  const hosts = [`${net}.1`, `${net}.2`, `${net}.3`] as const;
  const lab = await startCiscoLab({
    ...{ domain: 'example.test', users: [alice], ca, hosts, httpsPort: 8443, tftpHttpPort: 6970 },
    ...(webDialer && { webDialer }),
  });
  onTestFinished(() => lab.stop());
  const dns = memoryDns({
    addresses: { 'ucm-a.example.test': [hosts[0]], 'ucm-b.example.test': [hosts[1]] },
  });
  const dialer = createDialer({ dns, trust: memoryTrust(ca.pem), clock: realClock, log: silentLog });
  const http = createHttpClient({ dialer, clock: realClock, service: 'configuration' });
  const phones = createWebDialer({ http, trace: memoryTrace() });
  const servers = ['a', 'b'].map((node) => `https://ucm-${node}.example.test:8443/cucm-uds`);
  const account = { servers, username: 'alice', password };
  const { signal } = new AbortController();
  const phone = { device: 'SEP001122334455', line: '1001' };
  return {
    lab,
    list: () => phones.list(account, signal),
    dial: (number: string, device = phone.device) =>
      phones.dial(account, { ...phone, device }, number, signal),
    end: () => phones.end(account, phone, signal),
    asked: () => lab.counters.requests.filter(({ path }) => path.startsWith('/webdialer/')),
  };
}

describe('WebDialer', () => {
  it.each(['new', 'legacy', 'oldest'] as const)(
    'V7: phones are listed, a call is placed and ended by the %s form',
    async (form) => {
      const { lab, list, dial, end, asked } = await cluster(form);
      expect(unwrap(await list())).toEqual([
        { device: 'SEP001122334455', description: 'SEP001122334455', model: 'Cisco 8845', lines: ['1001'] },
      ]);
      const before = asked().length;
      unwrap(await dial('1002'));
      expect([...lab.webDialer.dialled]).toEqual([['SEP001122334455', '1002']]);
      unwrap(await end());
      expect([...lab.webDialer.dialled]).toEqual([]);
      // The form is known by now: nothing is tried out again.
      expect(asked()).toHaveLength(before + 2);
    },
  );

  it('V7: a cluster without the service says so', async () => {
    const { list, dial } = await cluster(undefined);
    expect(await list()).toMatchObject({ error: { code: 'desk-phone.none' } });
    expect(await dial('1002')).toMatchObject({ error: { code: 'desk-phone.none' } });
  });

  it('V7: a wrong password is said to be one, and asked with once', async () => {
    const { lab, list } = await cluster('new', 'wrong');
    expect(await list()).toMatchObject({ error: { code: 'auth.wrong-password' } });
    expect(lab.counters.authFailures.get('alice')).toBe(1);
  });

  it.each([1, 3, 4, 5, 6, 7, 8, 9])(
    'V7: code %i is a refusal that names it, and is not asked again',
    async (code) => {
      const { lab, list, dial, asked } = await cluster('new');
      unwrap(await list());
      lab.webDialer.code = code;
      const before = asked().length;
      expect(await dial('1002')).toMatchObject({
        error: { code: 'desk-phone.refused', detail: `WebDialer code ${code}` },
      });
      expect(asked()).toHaveLength(before + 1);
    },
  );

  it('V7: a phone that is not the person’s is not told anything', async () => {
    const { lab, dial } = await cluster('new');
    expect(await dial('1002', 'SEPFFFFFFFFFFFF')).toMatchObject({ error: { code: 'desk-phone.refused' } });
    expect(lab.webDialer.dialled.size).toBe(0);
  });

  it('V7: the next node is asked for the phones; a call that may have been made is not made again', async () => {
    const { lab, list, dial, asked } = await cluster('new');
    lab.addFault({ kind: 'unavailable', node: 'ucm-a', path: 'webdialer' });
    unwrap(await list());
    lab.addFault({ kind: 'reset', node: 'ucm-b', path: 'webdialer' });
    const before = asked().length;
    expect((await dial('1002')).ok).toBe(false);
    expect(asked().length - before).toBeLessThanOrEqual(1);
  });

  it.each(['garbage', 'malformed-xml', 'empty', 'html-500', 'huge'] as const)(
    'V7: an answer that is %s lists nothing and breaks nothing',
    async (kind) => {
      const { lab, list } = await cluster('new');
      lab.addFault({ kind, path: 'webdialer' });
      expect((await list()).ok).toBe(false);
    },
  );
});
