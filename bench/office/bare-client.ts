import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StockLogin } from '../../lab/real/stock-xmpp-client.ts';
import { type ProcessTree, watchProcessTree } from '../measure/process-tree.ts';
import type { BenchRun } from '../part.ts';
import type { BareClientNews } from './bare-client-process.ts';
import type { BenchOffice } from './bench-office.ts';

/** A bare client as a process: what any client on Node costs at least (`node-min` of the reference). */
export interface BareClient {
  readonly tree: ProcessTree;
  /** ms from the start of the process to the session, and to the contact list read. */
  readonly sessionMs: number;
  readonly rosterMs: number;
  /** The sign-in alone. */
  readonly loginMs: number;
  /** Resolves when so many messages in all have come: when that was, ms since 1970. */
  received(count: number): Promise<number>;
  stop(): void;
}

/** Signs Alice in, past the relays. */
export async function startBareClient(bench: BenchRun, { lab }: BenchOffice): Promise<BareClient> {
  const { address, ports, mechanism } = lab.prosody;
  const login: StockLogin = {
    ...{ address, port: ports.c2s, domain: lab.domain, user: 'alice', mechanism, ca: lab.ca.pem },
    secret: lab.person('alice').password,
  };
  const file = join(mkdtempSync(join(bench.folder, 'bare-')), 'login.json');
  writeFileSync(file, JSON.stringify(login), { mode: 0o600 });
  const startedAt = performance.timeOrigin + performance.now();
  const child = fork(fileURLToPath(new URL('bare-client-process.ts', import.meta.url)), [file]);
  const stop = (): void => {
    if (child.connected) child.disconnect();
  };
  bench.defer(stop);
  const [session, roster] = await Promise.all([news(child, 'session'), news(child, 'roster')]);
  return {
    tree: watchProcessTree(child.pid ?? 0),
    sessionMs: session.at - startedAt,
    rosterMs: roster.at - startedAt,
    loginMs: session.tookMs,
    async received(count) {
      child.send(String(count));
      return (await news(child, 'messages')).at;
    },
    stop,
  };
}

function news<K extends BareClientNews['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<Extract<BareClientNews, { kind: K }>> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      const said = message as BareClientNews;
      if (said.kind === kind) resolve(said as Extract<BareClientNews, { kind: K }>);
    });
    child.once('exit', () => reject(new Error(`the bare client ended before it said ${kind}`)));
  });
}
