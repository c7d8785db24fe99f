/** Words of formats, not of people. */
const OPEN_WORDS = new Set(
  (
    'true false yes no on off enabled disabled none null sip sips tcp udp tls https http xmpp tftp phone local ldap ' +
    'cucm cup webex uds sccp utf-8 get post'
  ).split(' '),
);
/** Ports and the time limits that configuration files are full of. */
const OPEN_NUMBERS = new Set(
  (
    '443 80 120 180 300 600 3600 7200 389 636 3268 3269 5060 5061 5090 5091 5222 5223 5269 6970 6972 7080 7335 7336 ' +
    '8191 8443 69 2748 3804 16384 32766 99999'
  ).split(' '),
);

/**
 * Other names for everything that may name a person, a machine or a secret: the same thing always gets the same one, so that
 * answers can still be compared, and it is shaped like what it stands for. What it once was is not kept.
 */
export class Pseudonyms {
  private readonly given = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  private readonly keepsServers: boolean;

  /** `keepsServers`: hosts and IP addresses stay as they are, people and secrets do not. */
  constructor({ keepsServers = false }: { readonly keepsServers?: boolean } = {}) {
    this.keepsServers = keepsServers;
  }

  /** Somebody's name: `person-1`. */
  ofPerson(name: string): string {
    return this.name(name, 'person');
  }

  /** A number as people dial it. */
  ofNumber(number: string): string {
    return this.name(number.replace(/[^\d+]/g, ''), 'number');
  }

  /** A value whole: an address, a host, a number, a token, or any text. */
  of(value: string): string {
    const text = value.trim();
    if (text === '' || isOpen(text)) return text;
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return this.ofUrl(text);
    return this.name(text, kindOf(text));
  }

  /** Scheme, port and the words of the path stay; host, query values and whatever follows `user` do not. */
  ofUrl(text: string): string {
    const url = URL.parse(text);
    if (!url) return this.name(text, 'text');
    const host = this.of(url.hostname.replace(/^\[(.*)\]$/, '$1'));
    const path = url.pathname.split('/').map((part) => this.ofPathPart(part));
    const query = [...url.searchParams].map(([key, value]) => `${key}=${this.of(value)}`).join('&');
    const port = url.port === '' ? '' : `:${url.port}`;
    return `${url.protocol}//${host}${port}${path.join('/')}${query === '' ? '' : `?${query}`}`;
  }

  /** `_cisco-uds._tcp.example.test`: the service stays, the domain does not. */
  ofRecord(name: string): string {
    const [, service = '', domain = name] = /^((?:_[a-z-]+\.)*(?:cisco-internal\.)?)(.+)$/i.exec(name) ?? [];
    return service + this.of(domain);
  }

  private ofPathPart(part: string): string {
    const text = decoded(part);
    if (OPEN_PATHS.has(text.toLowerCase()) || text === '') return text;
    // A device's file bears the device's name, which is often the person's.
    const [, name = text, ending = ''] = /^(.+?)((?:\.cnf)?\.(?:xml|json|png|jpg))$/i.exec(text) ?? [];
    return this.of(name) + ending;
  }

  private name(text: string, kind: Kind): string {
    if (this.keepsServers && (kind === 'host' || kind === 'ip')) return text;
    const key = `${kind} ${text.toLowerCase()}`;
    const known = this.given.get(key);
    if (known !== undefined) return known;
    const made = this.make(text, kind);
    this.given.set(key, made);
    return made;
  }

  private make(text: string, kind: Kind): string {
    const n = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, n);
    switch (kind) {
      case 'address': {
        const at = text.lastIndexOf('@');
        return `user-${n}@${this.of(text.slice(at + 1))}`;
      }
      case 'host': {
        // Hosts of one domain stay hosts of one domain.
        const labels = text.split('.');
        return labels.length > 2 ? `host-${n}.${this.of(labels.slice(1).join('.'))}` : `domain-${n}.example`;
      }
      case 'ip':
        return `192.0.2.${n % 256}`;
      case 'number':
        return String(n).padStart(text.replace(/\D/g, '').length, '9');
      case 'token':
        return `token-${n}-of-${text.length}`;
      case 'person':
        return `person-${n}`;
      case 'text':
        return `text-${n}`;
    }
  }
}

/** Words of the services' own paths; everything else in a path may name somebody. */
const OPEN_PATHS = new Set(
  (
    'cucm-uds clusteruser version servers users user devices device extensions speeddials credentials ssosp ws public ' +
    'singlesignon oauth authorize token epassoap service v80 cas federatedsso .well-known host-meta host-meta.json ' +
    'jabber-config.xml spdefault.cnf.xml get_edge_config get_edge_sso'
  ).split(' '),
);

type Kind = 'address' | 'host' | 'ip' | 'number' | 'token' | 'person' | 'text';

/** Four bytes, or groups of hex with at least two colons. */
function isIpAddress(text: string): boolean {
  const bytes = /^(\d{1,3})(?:\.(\d{1,3})){3}$/.test(text) ? text.split('.') : undefined;
  if (bytes) return bytes.every((byte) => Number(byte) < 256);
  return /^(?=(?:.*:){2})[0-9a-f:]{2,39}(?:\d+(?:\.\d+){3})?(?:%\w+)?$/i.test(text);
}

function isOpen(text: string): boolean {
  if (OPEN_WORDS.has(text.toLowerCase())) return true;
  // A version has dots, a small number names nobody.
  return /^\d{1,2}$/.test(text) || /^\d{1,2}(\.\d{1,5}){1,2}$/.test(text) || OPEN_NUMBERS.has(text);
}

function kindOf(text: string): Kind {
  // A JSON web token has dots like a host.
  if (/^eyJ[\w-]{8,}/.test(text)) return 'token';
  if (/^[^@\s]+@[^@\s]+$/.test(text)) return 'address';
  if (isIpAddress(text)) return 'ip';
  if (/^\+?[\d ().-]{3,}$/.test(text)) return 'number';
  if (/^(?=.*\d)[A-Za-z0-9+/=_.:-]{16,}$/.test(text) && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text))
    return 'token';
  if (/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+\.?$/i.test(text)) return 'host';
  return 'text';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
