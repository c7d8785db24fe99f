import { fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchRun } from '../part.ts';
import type { BenchOffice } from './bench-office.ts';
import type { BurstNews, BurstOrder } from './burst-process.ts';

/** People who are signed in and wait for the word. */
export interface Burst {
  /** Sends everything; gives when the first and the last was written, ms since 1970. */
  go(): Promise<{ readonly firstAt: number; readonly lastAt: number }>;
  stop(): void;
}

/** `people` of the crowd, in a process of their own, ready to write to Alice. */
export async function prepareBurst(
  bench: BenchRun,
  { lab }: BenchOffice,
  size: { readonly people: number; readonly count: number; readonly rate: number },
  kind: BurstOrder['kind'] = 'message',
): Promise<Burst> {
  const { address, ports, mechanism } = lab.prosody;
  const { jid: to, password: secret } = lab.person('alice');
  const order: BurstOrder = {
    ...{ kind, to, count: size.count, rate: size.rate },
    logins: Array.from({ length: size.people }, (_, index) => ({
      ...{ address, port: ports.c2s, domain: lab.domain, mechanism, ca: lab.ca.pem, secret },
      user: `person-${index + 1}`,
    })),
  };
  const file = join(mkdtempSync(join(bench.folder, 'burst-')), 'order.json');
  writeFileSync(file, JSON.stringify(order), { mode: 0o600 });
  const child = fork(fileURLToPath(new URL('burst-process.ts', import.meta.url)), [file]);
  const stop = (): void => {
    if (child.connected) child.disconnect();
  };
  bench.defer(stop);
  const next = (): Promise<BurstNews> =>
    new Promise((resolve, reject) => {
      child.once('message', (news) => resolve(news as BurstNews));
      child.once('exit', () => reject(new Error('the senders ended early')));
    });
  await next();
  return {
    async go() {
      const news = next();
      child.send('go');
      const sent = await news;
      if (sent.kind !== 'sent') throw new Error('the senders said something else');
      return sent;
    },
    stop,
  };
}
