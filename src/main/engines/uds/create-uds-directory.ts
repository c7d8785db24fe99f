import type { Person } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { isSameNumber } from '../../../shared/domain/phone-number.ts';
import { bareJid, jidOfUser, normaliseBareJid } from '../../../shared/domain/jid.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';
import type { Directory } from '../../ports/directory.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { childText, descendants, type XmlElement } from '../link/xml-document.ts';
import { askInTurn } from './ask-in-turn.ts';
import { type DirectoryQuery, queriesFor, queriesForNumber, queriesForUri } from './directory-query.ts';
import { createUdsClient, type UdsClient } from './uds-client.ts';

export interface UdsDirectoryAccount {
  /** Base URLs of UDS (`https://host:8443/cucm-uds`), best first; up to three are used. */
  readonly servers: readonly string[];
  readonly username: string;
  readonly password: string;
  /** Instead of the password, which is empty then. */
  readonly tokens?: TokenSource;
  /** Domain of the addresses that user names get (`userName@domain`, A12). */
  readonly addressDomain?: string;
  /** The person's own directory URI, where the directory has one. */
  readonly directoryUri?: string;
}

/** The company directory over UDS. Off until it is started. */
export interface UdsDirectory extends Directory {
  /** Asks the servers in order whether they are there and whether searching wants a password. Failures: net.*, tls.*, http.*. */
  start(account: UdsDirectoryAccount, signal: AbortSignal): Promise<Result<{ readonly server: string }>>;
  stop(): void;
  /**
   * The address that chat gave the person. Where it is the own directory URI and not the user name's, everybody's is theirs
   * (T14).
   */
  setOwnAddress(jid: string): void;
}

const MAX_SERVERS = 3;
/** UDS' own page, unless the cluster's limit is lower (cisco-uc 2.6). */
const PAGE = 64;
const MAX_PAGES = 8;

export function createUdsDirectory(ports: {
  readonly http: HttpClient;
  readonly trace: Trace;
  readonly clock: Clock;
}): UdsDirectory {
  return new DirectoryOverUds(ports.trace, ports.clock, createUdsClient(ports.http));
}

interface Running {
  readonly account: UdsDirectoryAccount;
  /** The server that answered last comes first. */
  readonly servers: readonly string[];
  readonly needsPassword: boolean;
}

class DirectoryOverUds implements UdsDirectory {
  private readonly trace: Trace;
  private readonly clock: Clock;
  private readonly client: UdsClient;
  private running: Running | undefined;
  private ownAddress: string | undefined;

  constructor(trace: Trace, clock: Clock, client: UdsClient) {
    this.trace = trace;
    this.clock = clock;
    this.client = client;
  }

  async start(
    account: UdsDirectoryAccount,
    signal: AbortSignal,
  ): Promise<Result<{ readonly server: string }>> {
    this.running = { account, servers: account.servers.slice(0, MAX_SERVERS), needsPassword: false };
    const answer = await this.ask('version', {}, signal);
    if (!answer.ok) return answer;
    const needsPassword = descendants(answer.value, 'usersResourceAuthEnabled').some(({ text }) =>
      /^true$/i.test(text),
    );
    this.running = { ...this.running, needsPassword };
    return ok({ server: URL.parse(this.running.servers[0] ?? '')?.host ?? '' });
  }

  stop(): void {
    this.running = undefined;
  }

  setOwnAddress(jid: string): void {
    this.ownAddress = bareJid(jid);
  }

  async search(text: string, limit: number, signal?: AbortSignal): Promise<Result<readonly Person[]>> {
    const found = await this.collect(queriesFor(text), limit, signal ?? never());
    return found.ok ? ok(found.value.slice(0, limit).map(({ person }) => person)) : found;
  }

  async byNumber(number: string, signal?: AbortSignal): Promise<Result<Person | undefined>> {
    const found = await this.collect(queriesForNumber(number), PAGE, signal ?? never());
    if (!found.ok) return found;
    const owners = found.value.filter(({ person }) =>
      person.phones.some((phone) => isSameNumber(phone.number, number)),
    );
    // A number of several people names nobody.
    return ok(owners.length === 1 ? owners[0]?.person : undefined);
  }

  async byUri(uri: string, signal?: AbortSignal): Promise<Result<Person | undefined>> {
    const queries = queriesForUri(uri, this.running?.account.addressDomain);
    const found = await this.collect(queries, 2, signal ?? never());
    if (!found.ok) return found;
    const address = normaliseBareJid(uri);
    const exact = found.value.find(({ person }) => person.address === address);
    // Of several, none of them of this address, nobody can be told.
    return ok(exact?.person ?? (found.value.length === 1 ? found.value[0]?.person : undefined));
  }

  /** Runs the queries at once and joins their people, each once. */
  private async collect(
    queries: readonly DirectoryQuery[],
    limit: number,
    signal: AbortSignal,
  ): Promise<Result<readonly Found[]>> {
    const answers = await Promise.all(queries.map((query) => this.pages(query, limit, signal)));
    const failed = answers.find((answer) => !answer.ok);
    if (failed) return failed;
    const people = new Map<string, Found>();
    for (const answer of answers)
      if (answer.ok)
        for (const each of answer.value) if (!people.has(each.userName)) people.set(each.userName, each);
    return ok([...people.values()]);
  }

  private async pages(
    query: DirectoryQuery,
    limit: number,
    signal: AbortSignal,
  ): Promise<Result<readonly Found[]>> {
    const people: Found[] = [];
    for (let page = 0; page < MAX_PAGES && people.length < limit; page += 1) {
      const max = Math.min(PAGE, limit - people.length);
      const answer = await this.ask(
        'users',
        { ...query, start: String(people.length), max: String(max) },
        signal,
      );
      if (!answer.ok)
        return fail(
          answer.error.code === 'app.cancelled' ? 'app.cancelled' : 'directory.unavailable',
          {},
          answer.error.code,
        );
      const users = descendants(answer.value, 'user');
      people.push(...users.flatMap((user) => this.read(user)));
      const total = Number(answer.value.attributes.get('totalCount') ?? 0);
      if (users.length === 0 || people.length >= total) break;
    }
    return ok(people);
  }

  /** Asks the server that answered last, and the others where it is down or slow (up to three, cisco-uc 1.3). */
  private async ask(
    resource: string,
    query: DirectoryQuery,
    signal: AbortSignal,
  ): Promise<Result<XmlElement>> {
    const { running } = this;
    if (!running) return fail('directory.unavailable');
    const span = this.trace.start('directory', { resource });
    const question = `${resource}?${new URLSearchParams(query).toString()}`;
    const answer = await askInTurn({
      servers: running.servers,
      clock: this.clock,
      signal,
      ask: (server, each) => this.askAt(server, question, { signal: each, span }),
    });
    if (answer.ok) {
      this.prefer(answer.value.server);
      span.end('ok');
      return ok(answer.value.value);
    }
    // A2: a refused password is not shown again with the next search.
    if (answer.error.code.startsWith('auth.') && !this.running?.account.tokens) this.running = undefined;
    span.end(answer.error.code === 'app.cancelled' ? 'cancelled' : 'failed');
    return answer;
  }

  private async askAt(
    server: string,
    pathAndQuery: string,
    call: Parameters<UdsClient['get']>[2],
  ): Promise<Result<XmlElement>> {
    const url = URL.parse(server);
    if (!url || !this.running) return fail('directory.unavailable');
    const node = {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? 443 : Number(url.port),
    };
    const { account, needsPassword } = this.running;
    const ask = (credentials?: UdsDirectoryAccount): Promise<Result<XmlElement>> =>
      this.client.get(node, pathAndQuery, call, credentials);
    const answer = await ask(needsPassword ? account : undefined);
    const wantsPassword = !answer.ok && answer.error.code === 'auth.wrong-password' && !needsPassword;
    if (!wantsPassword || !this.running) return answer;
    // Older releases and a start without network don't tell beforehand that searching wants a password.
    this.running = { ...this.running, needsPassword: true };
    return ask(account);
  }

  private prefer(server: string): void {
    if (this.running && this.running.servers[0] !== server) {
      this.running = {
        ...this.running,
        servers: [server, ...this.running.servers.filter((each) => each !== server)],
      };
    }
  }

  private read(user: XmlElement): readonly Found[] {
    const userName = childText(user, 'userName');
    return userName === undefined
      ? []
      : [{ userName, person: readPerson(user, userName, this.addressing()) }];
  }

  /** How addresses are made: the own one tells. */
  private addressing(): Addressing {
    const account = this.running?.account;
    const domain = account?.addressDomain;
    const own = this.ownAddress;
    if (!account || own === undefined || own === jidOfUser(account.username, domain ?? '')) return { domain };
    return { domain, byDirectoryUri: own === normaliseBareJid(account.directoryUri ?? '') };
  }
}

interface Found {
  readonly userName: string;
  readonly person: Person;
}

interface Addressing {
  readonly domain: string | undefined;
  readonly byDirectoryUri?: boolean;
}

function readPerson(user: XmlElement, userName: string, { domain, byDirectoryUri }: Addressing): Person {
  const text = (name: string): string | undefined => childText(user, name);
  const joined = [text('firstName'), text('lastName')].filter((part) => part !== undefined).join(' ');
  const directoryUri = (text('directoryUri') ?? text('msUri'))?.replace(/^sips?:/i, '');
  const ofUser = domain === undefined ? undefined : jidOfUser(userName, domain);
  const ofUri = directoryUri === undefined ? undefined : normaliseBareJid(directoryUri);
  const address = byDirectoryUri === true ? (ofUri ?? ofUser) : (ofUser ?? ofUri);
  const phones = (
    [
      ['work', text('phoneNumber')],
      ['mobile', text('mobileNumber')],
      ['home', text('homeNumber')],
    ] as const
  ).flatMap(([kind, number]) => (number === undefined ? [] : [{ kind, number }]));
  const [title, department, email, manager] = ['title', 'department', 'email', 'manager'].map(text);
  return {
    id: (address ?? `tel:${phones[0]?.number ?? userName}`) as ContactId,
    source: 'directory',
    name: text('displayName') ?? (joined === '' ? userName : joined),
    phones,
    ...(address !== undefined && { address }),
    ...(title !== undefined && { title }),
    ...(department !== undefined && { department }),
    ...(directoryUri !== undefined && { sipUri: `sip:${directoryUri}` }),
    ...(email !== undefined && { email }),
    ...(manager !== undefined && { manager }),
    userName,
  };
}

function never(): AbortSignal {
  return new AbortController().signal;
}
