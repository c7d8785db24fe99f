import type { Person } from '../../../shared/domain/contact.ts';
import { bareJid, jidOfUser, normaliseBareJid, unescapeLocal } from '../../../shared/domain/jid.ts';
import { isSameNumber } from '../../../shared/domain/phone-number.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import { fail, type Failure, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Directory, DirectoryPhoto } from '../../ports/directory.port.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { LdapSettings } from '../../ports/ldap-settings.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import type { Dialer } from '../link/dialer.ts';
import { readPicture } from '../link/read-picture.ts';
import { type LdapConnection, type LdapCredentials, openLdapConnection } from './ldap-connection.ts';
import type { LdapFilter } from './ldap-filter.ts';
import type { LdapEntry, SearchQuestion } from './ldap-messages.ts';
import { filterForNumber, filterForText, filterForUri, isFilter } from './ldap-query.ts';
import { ldapServers } from './ldap-servers.ts';
import { bestFirst } from './rank-people.ts';
import { type Addressing, readPerson } from './read-person.ts';

export interface LdapAccount {
  readonly ldap: LdapSettings;
  readonly username: string;
  readonly password: string;
  /** Domain of the addresses that user names get (A12). */
  readonly addressDomain?: string;
  /** The person's own directory URI. */
  readonly directoryUri?: string;
}

/** The company directory over LDAP. Off until it is started. */
export interface LdapDirectory extends Directory {
  /** Finds a server, connects and binds. Failures: directory.unavailable, net.*, tls.*, app.cancelled. */
  start(account: LdapAccount, signal: AbortSignal): Promise<Result<{ readonly server: string }>>;
  stop(): void;
  /** The address that chat gave the person (A12). */
  setOwnAddress(jid: string): void;
}

export interface LdapPorts {
  readonly dialer: Dialer;
  readonly dns: Dns;
  readonly clock: Clock;
  readonly trace: Trace;
  /** Its servers come first where none are named (EDI, cisco-uc 1.3). */
  readonly userDnsDomain?: () => string | undefined;
}

/** More are looked at than are shown, so that the best of them come first. */
const LOOKED_AT = 200;
const PAGE = 100;

export function createLdapDirectory(ports: LdapPorts): LdapDirectory {
  return new DirectoryOverLdap(ports);
}

interface Running {
  readonly account: LdapAccount;
  readonly stopped: AbortController;
  connection?: LdapConnection;
  /** A connection in the making; whoever asks meanwhile waits for it. */
  opening?: Promise<Result<LdapConnection>>;
  /** Found once a connection: where to search. */
  bases: readonly string[];
  /** A password that was refused is not shown again (A2). */
  refusal?: Failure;
}

class DirectoryOverLdap implements LdapDirectory {
  private readonly ports: LdapPorts;
  private running: Running | undefined;
  private ownAddress: string | undefined;

  constructor(ports: LdapPorts) {
    this.ports = ports;
  }

  async start(account: LdapAccount, signal: AbortSignal): Promise<Result<{ readonly server: string }>> {
    this.stop();
    const { ldap } = account;
    const broken = [ldap.baseFilter, ldap.predictiveFilter].find((filter) => !isFilter(filter));
    if (broken !== undefined)
      return fail('directory.unavailable', {}, `not a filter: ${broken.slice(0, 100)}`);
    const running: Running = { account, stopped: new AbortController(), bases: ldap.bases };
    this.running = running;
    const giveUp = (): void => running.stopped.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    const opened = await this.connection(running);
    signal.removeEventListener('abort', giveUp);
    if (!opened.ok) return opened;
    const { host, port } = opened.value.server;
    return ok({ server: `${host}:${port}` });
  }

  stop(): void {
    this.running?.stopped.abort();
    this.running?.connection?.close();
    this.running = undefined;
  }

  setOwnAddress(jid: string): void {
    this.ownAddress = bareJid(jid);
  }

  async search(text: string, limit: number, signal?: AbortSignal): Promise<Result<readonly Person[]>> {
    const { running } = this;
    if (!running) return fail('directory.unavailable');
    const { ldap } = running.account;
    const filter = text.trim().length < ldap.minimumCharacters ? undefined : filterForText(ldap, text);
    if (!filter) return ok([]);
    const found = await this.people(running, filter, Math.max(limit, LOOKED_AT), signal);
    return found.ok ? ok(bestFirst(found.value, text).slice(0, limit)) : found;
  }

  async byNumber(number: string, signal?: AbortSignal): Promise<Result<Person | undefined>> {
    const { running } = this;
    if (!running) return fail('directory.unavailable');
    const filter = filterForNumber(running.account.ldap, number);
    if (!filter) return ok(undefined);
    const found = await this.people(running, filter, LOOKED_AT, signal);
    if (!found.ok) return found;
    const owners = found.value.filter(({ phones }) =>
      phones.some((phone) => isSameNumber(phone.number, number)),
    );
    // A number of several people names nobody.
    return ok(owners.length === 1 ? owners[0] : undefined);
  }

  async byUri(uri: string, signal?: AbortSignal): Promise<Result<Person | undefined>> {
    const { running } = this;
    if (!running) return fail('directory.unavailable');
    const filter = filterForUri(running.account.ldap, uri, this.userOf(running, uri));
    const found = await this.people(running, filter, PAGE, signal);
    if (!found.ok) return found;
    const exact = found.value.find(({ address }) => address === normaliseBareJid(uri));
    return ok(exact ?? found.value[0]);
  }

  /** The user name in an address of one's own domain. */
  private userOf({ account }: Running, uri: string): string | undefined {
    const [user, domain] = uri.split('@');
    const isOwn = domain !== undefined && domain.toLowerCase() === account.addressDomain?.toLowerCase();
    return isOwn && user !== undefined ? unescapeLocal(user) : undefined;
  }

  hasPhotos(): boolean {
    const { photo } = this.running?.account.ldap ?? {};
    return photo !== undefined && photo.attribute !== '';
  }

  async photo(address: string, signal?: AbortSignal): Promise<Result<DirectoryPhoto | undefined>> {
    const { running } = this;
    const { photo } = running?.account.ldap ?? {};
    if (!running || !photo) return fail('directory.unavailable');
    const { ldap } = running.account;
    const filter = filterForUri(ldap, address, this.userOf(running, address));
    const entries = await this.entries(running, { filter, attributes: [photo.attribute] }, 2, signal);
    if (!entries.ok) return entries;
    const value = entries.value[0]?.values.get(photo.attribute.toLowerCase())?.[0];
    if (!value || value.length === 0) return ok(undefined);
    if (photo.template !== undefined && photo.token !== undefined) {
      const text = encodeURIComponent(value.toString().trim().slice(0, 500));
      return ok({ kind: 'address', address: photo.template.replaceAll(photo.token, text) });
    }
    const picture = readPicture(value);
    return ok(picture && { kind: 'picture', ...picture });
  }

  private async people(
    running: Running,
    filter: LdapFilter,
    most: number,
    signal?: AbortSignal,
  ): Promise<Result<readonly Person[]>> {
    const { attributes, cardAttributes } = running.account.ldap;
    const wanted = [...Object.values(attributes), ...Object.values(cardAttributes ?? {})];
    const found = await this.entries(running, { filter, attributes: wanted }, most, signal);
    if (!found.ok) return found;
    const addressing = this.addressing(running.account);
    const people = found.value.flatMap((entry) => readPerson(entry, running.account.ldap, addressing) ?? []);
    // One person may stand below two bases.
    return ok([...new Map(people.map((person) => [person.id, person])).values()]);
  }

  private async entries(
    running: Running,
    query: Pick<SearchQuestion, 'filter' | 'attributes'>,
    most: number,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Result<readonly LdapEntry[]>> {
    const span = this.ports.trace.start('directory', { protocol: 'ldap' });
    let found = await this.ask(running, query, most, signal);
    // The connection may have died since: servers hang up on idle clients.
    if (!found.ok && found.error.code.startsWith('net.') && !running.stopped.signal.aborted)
      found = await this.ask(running, query, most, signal);
    if (!found.ok) {
      const isCancelled = found.error.code === 'app.cancelled';
      span.end(isCancelled ? 'cancelled' : 'failed');
      if (isCancelled || found.error.code === 'directory.referred') return found;
      const { code, detail } = found.error;
      return fail('directory.unavailable', {}, code === 'directory.unavailable' ? detail : code);
    }
    span.end('ok');
    return found;
  }

  /** Every base is searched at once over the one connection. */
  private async ask(
    running: Running,
    query: Pick<SearchQuestion, 'filter' | 'attributes'>,
    most: number,
    signal: AbortSignal,
  ): Promise<Result<readonly LdapEntry[]>> {
    const opened = await this.connection(running);
    if (!opened.ok) return opened;
    if (signal.aborted) return fail('app.cancelled');
    const { timeoutS } = running.account.ldap;
    const question = {
      filter: query.filter,
      scope: 'tree',
      attributes: [...new Set(query.attributes)].filter((name) => name !== ''),
      pageSize: PAGE,
      timeLimitS: timeoutS,
    } as const;
    const answers = await Promise.all(
      running.bases.map((base) => opened.value.search({ ...question, base }, most, signal)),
    );
    const found = answers.flatMap((answer) => (answer.ok ? answer.value : []));
    const failed = answers.find(
      (answer) => !answer.ok && (answer.error.code !== 'directory.referred' || found.length === 0),
    );
    if (failed) {
      // One that takes too long is not asked again before the others.
      if (!failed.ok && failed.error.code === 'net.timeout') opened.value.close();
      return failed;
    }
    return ok(found);
  }

  private connection(running: Running): Promise<Result<LdapConnection>> {
    if (running.connection?.isOpen() === true) return Promise.resolve(ok(running.connection));
    running.opening ??= this.open(running).finally(() => delete running.opening);
    return running.opening;
  }

  private async open(running: Running): Promise<Result<LdapConnection>> {
    if (running.refusal) return { ok: false, error: running.refusal };
    const { signal } = running.stopped;
    const { ldap } = running.account;
    const own = this.ports.userDnsDomain?.();
    const domains = own ? [own.toLowerCase(), ...ldap.domains] : ldap.domains;
    const servers = await ldapServers({ ...ldap, domains }, this.ports.dns, signal);
    if (!servers.ok) return servers;
    const last = running.connection?.server;
    // The one that was lost comes last.
    const ordered = servers.value.toSorted(
      (a, b) => Number(a.host === last?.host) - Number(b.host === last?.host),
    );
    let problem: Failure = failure('directory.unavailable');
    for (const server of ordered) {
      const opened = await openLdapConnection(this.ports, server, credentialsOf(running.account), { signal });
      const based = opened.ok ? await this.withBases(running, opened.value) : opened;
      if (based.ok) {
        if (signal.aborted) based.value.close();
        else running.connection = based.value;
        return signal.aborted ? fail('app.cancelled') : based;
      }
      problem = based.error;
      if (problem.code === 'auth.wrong-password') {
        // Said of the directory's own account: it is not the person's password that is wrong.
        running.refusal = failure(
          'directory.unavailable',
          {},
          `credentials refused: ${problem.detail ?? ''}`,
        );
        return { ok: false, error: running.refusal };
      }
      if (signal.aborted) break;
    }
    return { ok: false, error: problem };
  }

  /** Without configured bases the server says what it holds (RFC 4512 5.1, Active Directory's own attribute first). */
  private async withBases(running: Running, connection: LdapConnection): Promise<Result<LdapConnection>> {
    if (running.account.ldap.bases.length > 0) return ok(connection);
    const root = await connection.search(ROOT, 1, running.stopped.signal);
    if (!root.ok) {
      connection.close();
      return root;
    }
    const values = (name: string) => (root.value[0]?.values.get(name) ?? []).map(String);
    const [own] = values('defaultnamingcontext');
    running.bases = own === undefined ? values('namingcontexts') : [own];
    return ok(connection);
  }

  /** How addresses are made: the own one tells. */
  private addressing({ addressDomain, username, directoryUri }: LdapAccount): Addressing {
    if (addressDomain === undefined) return {};
    const own = this.ownAddress;
    const isOfUser = own === undefined || own === jidOfUser(username, addressDomain);
    return {
      domain: addressDomain,
      byDirectoryUri: !isOfUser && own === normaliseBareJid(directoryUri ?? ''),
    };
  }
}

const ROOT: SearchQuestion = {
  ...{ base: '', scope: 'base', pageSize: 1, timeLimitS: 5 },
  filter: { kind: 'present', attribute: 'objectClass' },
  attributes: ['defaultNamingContext', 'namingContexts'],
};

function credentialsOf({ ldap, username, password }: LdapAccount): LdapCredentials | undefined {
  const { credentials } = ldap;
  switch (credentials.kind) {
    case 'account':
      return { username: credentials.username, password: credentials.password };
    case 'own':
      // With single sign-on there is no password to show.
      return password === '' ? undefined : { username: atDomain(username, credentials.domain), password };
    case 'anonymous':
      return undefined;
    default:
      return assertNever(credentials);
  }
}

/** Active Directory binds people by `user@domain` (MS-ADTS 5.1.1.1.1). */
const atDomain = (username: string, domain: string | undefined): string =>
  domain === undefined || username.includes('@') ? username : `${username}@${domain}`;
