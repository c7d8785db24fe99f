import { afterEach, describe, expect, it } from 'vitest';
import { missingPrograms } from '../../../../lab/real/installed.ts';
import { startTftpd, type Tftpd, tftpdObstacle } from '../../../../lab/real/tftpd.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { memoryDns } from '../../../../test/fakes/memory-dns.ts';
import { realClock } from '../../../../test/fakes/real-clock.ts';
import { fail } from '../../../shared/errors/result.ts';
import type { HttpClient } from '../link/http-client.ts';
import { createConfigurationFiles } from './create-configuration-files.ts';
import { readByTftp } from './tftp-client.ts';

const obstacle = missingPrograms(['in.tftpd']).length > 0 ? 'in.tftpd is not installed' : tftpdObstacle();
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const config = (name: string, value: string) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<config version="1.0"><Policies><${name}>${value}</${name}></Policies></config>`;

async function start(files: Record<string, string | Uint8Array>, address?: string): Promise<Tftpd> {
  const server = await startTftpd({ files, ...(address !== undefined && { address }) });
  ends.push(() => server.stop());
  return server;
}

/** Nothing listens on the web ports. */
const deadHttp: HttpClient = {
  request: async ({ url }) => fail('net.refused', { host: new URL(url).hostname, port: 6970 }),
  close: async () => undefined,
};

const signal = new AbortController().signal;
const call = () => ({ span: memoryTrace().start('test'), signal });

describe.skipIf(obstacle !== undefined)(
  `Debian's TFTP server${obstacle ? ` (skipped: ${obstacle})` : ''}`,
  () => {
    it('A3: reads files of every length around a block, long ones, and knows when there is none', async () => {
      const lengths = [0, 1, 511, 512, 513, 1_024, 300_001];
      const server = await start(
        Object.fromEntries(lengths.map((length) => [`${length}.xml`, new Uint8Array(length).fill(length)])),
      );
      const read = (file: string) =>
        readByTftp({ ...server, file, maxBytes: 1_000_000, clock: realClock, signal });
      for (const length of lengths) {
        const result = await read(`${length}.xml`);
        expect(
          result.ok && result.value && Buffer.compare(result.value, Buffer.alloc(length, length)),
          `${length} bytes`,
        ).toBe(0);
      }
      expect(await read('nothing.xml')).toEqual({ ok: true, value: undefined });
      const small = await readByTftp({
        ...server,
        file: '300001.xml',
        maxBytes: 10_000,
        clock: realClock,
        signal,
      });
      expect(small).toMatchObject({ error: { code: 'http.too-large' } });
    });

    it('A3: where the web service is down the configuration comes by TFTP, from the backup where the primary hangs', async () => {
      const primary = await start({ 'jabber-config.xml': config('UdsServer', 'primary.example.test') });
      const backup = await startTftpd({
        files: { 'jabber-config.xml': config('UdsServer', 'backup.example.test') },
        address: '127.0.0.2',
        port: primary.port,
      });
      ends.push(() => backup.stop());
      const dns = memoryDns({
        addresses: { 'tftp-a.example.test': ['127.0.0.1'], 'tftp-b.example.test': ['127.0.0.2'] },
      });
      const files = createConfigurationFiles({
        http: deadHttp,
        dns,
        clock: realClock,
        tftpPort: primary.port,
      });
      const addresses = ['a', 'b'].map((name) => `http://tftp-${name}.example.test:6970/jabber-config.xml`);
      const fetch = () => files.clientConfiguration(addresses, call());
      expect(await fetch()).toMatchObject({ value: { values: [{ value: 'primary.example.test' }] } });
      primary.hang();
      expect(await fetch()).toMatchObject({ value: { values: [{ value: 'backup.example.test' }] } });
      primary.resume();
      await primary.put('jabber-config.xml', undefined);
      expect(await fetch()).toMatchObject({ value: { values: [{ value: 'backup.example.test' }] } });
      await backup.put('jabber-config.xml', undefined);
      expect(await fetch()).toEqual({ ok: true, value: undefined });
    });
  },
);
