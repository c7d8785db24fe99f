import { readFileSync } from 'node:fs';
import {
  loginWithStockPackages,
  type StockElement,
  type StockLogin,
} from '../../lab/real/stock-xmpp-client.ts';

/** What a bare client tells its parent. `at` is ms since 1970, with fractions. */
export type BareClientNews =
  /** `tookMs`: from asking for the connection, packages included. */
  | { readonly kind: 'session'; readonly at: number; readonly tookMs: number }
  | { readonly kind: 'roster'; readonly at: number; readonly count: number }
  | { readonly kind: 'messages'; readonly at: number; readonly count: number };

/**
 * Run as a child process: signs in with the stock packages, reads the contact list, is present, and counts messages.
 * No window, no storage: the least that any client on Node does. The parent sends `expect` with a number of messages.
 */
async function run(loginFile: string): Promise<void> {
  const login = JSON.parse(readFileSync(loginFile, 'utf8')) as StockLogin;
  const tell = (news: BareClientNews) => void process.send?.(news);
  const startedAt = now();
  const client = await loginWithStockPackages(login);
  tell({ kind: 'session', at: now(), tookMs: now() - startedAt });
  let expected = Number.POSITIVE_INFINITY;
  let count = 0;
  process.on('message', (message) => (expected = Number(message)));
  client.onStanza((stanza: StockElement) => {
    if (stanza.name !== 'message' || stanza.getChildText('body') === null) return;
    count += 1;
    if (count === expected) tell({ kind: 'messages', at: now(), count });
  });
  const answer = await client.request(
    client.xml('iq', { type: 'get', id: 'roster' }, client.xml('query', { xmlns: 'jabber:iq:roster' })),
  );
  const items = answer.getChild('query', 'jabber:iq:roster')?.getChildren('item') ?? [];
  tell({ kind: 'roster', at: now(), count: items.length });
  await client.send(client.xml('presence'));
  process.on('disconnect', () => process.exit());
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

await run(process.argv[2] ?? '');
