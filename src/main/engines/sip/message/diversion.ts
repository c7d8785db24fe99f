import { type Identity, readNameAddress } from './identity.ts';

interface WithHeaders {
  getHeaders(name: string): string[];
}

/** Why History-Info says that a call went on (RFC 4458, RFC 7044 section 10.1). */
const FORWARDED = /;\s*cause\s*=\s*(?:302|404|408|480|486|487|503)\b/i;
const MOST = 20;

/**
 * Who sent the caller on to us, the last of several: Diversion (RFC 5806), which most servers say, else History-Info
 * (RFC 7044). Undefined: nobody, or somebody who wants to stay unknown.
 */
export function divertedBy(message: WithHeaders): Identity | undefined {
  const [latest] = entries(message.getHeaders('diversion'));
  if (latest !== undefined)
    return /;\s*privacy\s*=\s*"?(?:full|uri)/i.test(latest) ? undefined : known(latest);
  const history = entries(message.getHeaders('history-info'));
  const target = history.findLastIndex((entry) => FORWARDED.test(uriOf(entry)));
  const sender = history[target - 1];
  return sender === undefined || /[?&]privacy=/i.test(sender) ? undefined : known(sender);
}

const entries = (values: readonly string[]): string[] =>
  values
    .flatMap((value) => value.slice(0, 4_000).match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+/g) ?? [])
    .slice(0, MOST);

const uriOf = (entry: string): string => /<([^>]*)>/.exec(entry)?.[1] ?? entry;

function known(entry: string): Identity | undefined {
  const identity = readNameAddress(entry);
  return identity?.address === '' ? undefined : identity;
}
