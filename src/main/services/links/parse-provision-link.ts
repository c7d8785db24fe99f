import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { asciiDomain } from '../bootstrap/work-address.ts';
import { parseExclusions } from '../discovery/exclusions.ts';

/** A setup link (D8). `keys` are the parameters understood, in the capitals of the documentation. */
export interface ProvisionLink {
  readonly kind: 'provision';
  readonly domain: string;
  readonly keys: readonly { readonly name: string; readonly value: string }[];
  /** Names that this version doesn't know: for the log. */
  readonly unknown: readonly string[];
}

type Check = (value: string) => string | undefined;

const toggle: Check = (value) => (/^(true|false)$/i.test(value) ? value.toLowerCase() : undefined);
const onOff: Check = (value) => (/^(on|off)$/i.test(value) ? value.toUpperCase() : undefined);
const exclusions: Check = (value) =>
  parseExclusions(value).unknown.length === 0 ? [...parseExclusions(value).excluded].join(',') : undefined;

/** Documented name and what its value may be. */
const known = new Map<string, readonly [string, Check]>(
  (
    [
      ['ServicesDomain', asciiDomain],
      ['VoiceServicesDomain', asciiDomain],
      ['ServiceDiscoveryExcludedServices', exclusions],
      ['ServicesDomainSsoEmailPrompt', onOff],
      ['Telephony_Enabled', toggle],
      ['ForceLaunchBrowser', toggle],
    ] as const
  ).map(([name, check]) => [name.toLowerCase(), [name, check]]),
);
/** A spelling in circulation. */
const ALIASES = new Map([['servicediscoveryexcludeservices', 'servicediscoveryexcludedservices']]);

/**
 * Reads what follows `ciscojabber:` or `parlance:` (T2): `provision?Name=value&…`, names without regard to letter case.
 * A value of the wrong kind spoils the link: half a set-up is worse than none. Errors: link.malformed, link.unsupported.
 */
export function parseProvisionLink(scheme: string, rest: string): Result<ProvisionLink> {
  const [, action = '', query = ''] = /^([^?#/]*)\/?(?:\?([^#]*))?/.exec(rest) ?? [];
  if (action.toLowerCase() !== 'provision')
    return fail('link.unsupported', { scheme: `${scheme} ${action.slice(0, 30)}`.trim() });
  const keys: { name: string; value: string }[] = [];
  const unknown: string[] = [];
  for (const pair of query.split('&').filter((each) => each !== '')) {
    const read = readPair(pair);
    if (!read) return fail('link.malformed');
    if (!read.check) unknown.push(read.name.slice(0, 60));
    else {
      const value = read.check(read.value);
      if (value === undefined) return fail('link.malformed');
      if (!keys.some(({ name }) => name === read.name)) keys.push({ name: read.name, value });
    }
  }
  const domain = valueOf(keys, 'ServicesDomain') ?? valueOf(keys, 'VoiceServicesDomain');
  return domain === undefined ? fail('link.malformed') : ok({ kind: 'provision', domain, keys, unknown });
}

function readPair(
  pair: string,
): { readonly name: string; readonly value: string; readonly check?: Check } | undefined {
  const at = pair.indexOf('=');
  if (at < 1) return undefined;
  try {
    const written = decodeURIComponent(pair.slice(0, at)).trim();
    const value = decodeURIComponent(pair.slice(at + 1)).trim();
    const plain = written.toLowerCase();
    const found = known.get(ALIASES.get(plain) ?? plain);
    return found ? { name: found[0], value, check: found[1] } : { name: written, value };
  } catch {
    return undefined;
  }
}

function valueOf(
  keys: readonly { readonly name: string; readonly value: string }[],
  name: string,
): string | undefined {
  return keys.find((key) => key.name === name)?.value;
}
