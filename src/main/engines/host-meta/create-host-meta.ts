import type { Span } from '../../ports/trace.port.ts';
import type { HostMeta } from '../../ports/host-meta.port.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { silentSpan } from '../link/silent-span.ts';
import { readJrd, readXrd } from './read-host-meta.ts';

/** It stands between a person and a sign-in that has failed already. */
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 65_536;
/** `example.test` to `www.example.test` and the like (RFC 6415 section 2). */
const MAX_REDIRECTS = 3;

export interface HostMetaPorts {
  readonly http: HttpClient;
  /** 443 but in tests. */
  readonly port?: number;
}

interface Call {
  readonly signal: AbortSignal;
  readonly span: Span;
}

/** Both forms are asked for at once; the XML one is believed first. */
export function createHostMeta({ http, port = 443 }: HostMetaPorts): HostMeta {
  return {
    async otherWays(domain, { signal, span }) {
      const step = span?.child('host-meta', { domain }) ?? silentSpan;
      const base = `https://${domain}${port === 443 ? '' : `:${port}`}/.well-known/host-meta`;
      const call = { signal, span: step };
      const [xrd, jrd] = await Promise.all([
        fetchDocument(http, base, call).then((found) => (found ? readXrd(found) : [])),
        fetchDocument(http, `${base}.json`, call).then((found) => (found ? readJrd(found) : [])),
      ]);
      const targets = xrd.length > 0 ? xrd : jrd;
      step.note({ answer: targets.map(shown).join(', ') || 'none' });
      step.end(signal.aborted ? 'cancelled' : 'ok');
      return targets;
    },
  };
}

async function fetchDocument(http: HttpClient, url: string, call: Call): Promise<Uint8Array | undefined> {
  let at = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const answer = await http.request({ url: at, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, ...call });
    if (!answer.ok) return undefined;
    const { status, headers, body } = answer.value;
    if (status === 200) return body;
    const next = status >= 300 && status < 400 ? URL.parse(headers['location'] ?? '', at) : null;
    // What is not proved by a certificate names nothing.
    if (next?.protocol !== 'https:') return undefined;
    at = next.href;
  }
  return undefined;
}

function shown({ host, port, path = '', isBosh }: XmppTarget): string {
  return `${isBosh ? 'https' : 'wss'}://${host}:${port}${path.replace(/\?.*/, '')}`;
}
