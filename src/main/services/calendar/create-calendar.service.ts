import { ONLY } from '../../../shared/contract/topics.ts';
import type { CalendarState } from '../../../shared/domain/calendar.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { CalendarAccount, CalendarEntry, Calendars, CalendarWindow } from '../../ports/calendar.port.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Secrets } from '../../ports/secrets.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import { CalendarAccounts, type KeptAccount } from './calendar-accounts.ts';
import { meetingNow } from './meeting-clock.ts';
import { meetingOwner } from './meeting-owner.ts';

export interface CalendarService {
  readonly handlers: Pick<Handlers, 'calendar/add' | 'calendar/remove' | 'calendar/refresh'>;
  start(identity: IdentityStore, address: string): Promise<void>;
  stop(): Promise<void>;
  /** The network changed or the computer woke: calendars may be reachable now. */
  nudge(): void;
}

export interface CalendarPorts {
  readonly calendars: Calendars;
  readonly settings: SettingsSource;
  readonly policies: Policies;
  readonly secrets: Secrets;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly log: Log;
  /** A Mac has a parameter of its own for calendars. */
  readonly isMac?: boolean;
  /** Whether one is in a meeting, as far as this app is to say. */
  readonly onMeeting: (isInMeeting: boolean) => void;
}

type AccountState = CalendarState['accounts'][number];

const MINUTE_MS = 60_000;
const USUAL_MINUTES = 5;
const LONGEST_RETRY_MS = 30 * MINUTE_MS;
/** What a server may ask for at most. */
const LONGEST_PAUSE_MS = 24 * 60 * MINUTE_MS;
/** Timers of hours lose their way over sleep. */
const LONGEST_WAIT_MS = 10 * MINUTE_MS;
const NUDGE_MS = 2_000;

/** Today's meetings from the person's calendars, and *In a meeting* where the server does not say it (M5, T7). */
export function createCalendarService(ports: CalendarPorts): CalendarService {
  return new CalendarReader(ports);
}

class CalendarReader implements CalendarService {
  readonly handlers: CalendarService['handlers'];
  private readonly ports: CalendarPorts;
  private accounts: CalendarAccounts | undefined;
  private states = new Map<string, AccountState>();
  private entries = new Map<string, readonly CalendarEntry[]>();
  private shownMeetings = new Set<string>();
  private run = new AbortController();
  private reading: Promise<void> | undefined;
  private failures = 0;
  /** Servers that asked to be left alone, by account: until when. */
  private readonly notBefore = new Map<string, number>();
  private wasInMeeting = false;
  private cancelRead: Cancel = () => undefined;
  private cancelEdge: Cancel = () => undefined;
  private readonly stops: (() => void)[] = [];

  constructor(ports: CalendarPorts) {
    this.ports = ports;
    this.handlers = {
      'calendar/add': (account, { signal }) => this.add(account, signal),
      'calendar/remove': ({ id }) => this.remove(id),
      'calendar/refresh': async () => {
        if (!this.accounts) return fail('app.not-signed-in');
        await this.readAll(true);
        return ok();
      },
    };
  }

  async start(identity: IdentityStore): Promise<void> {
    const { settings, policies, secrets } = this.ports;
    this.accounts = new CalendarAccounts(identity.keyValue, secrets);
    this.run = new AbortController();
    for (const kept of await this.accounts.list()) this.states.set(kept.id, stateOf(kept));
    this.stops.push(
      settings.onChange(() => this.show()),
      policies.onChange(() => this.show()),
    );
    this.show();
    void this.readAll(false);
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    this.run.abort();
    this.cancelRead();
    this.cancelEdge();
    this.accounts = undefined;
    await this.reading;
    this.states = new Map();
    this.entries = new Map();
    this.shownMeetings = new Set();
    this.tell(false);
    this.ports.publisher.clear('calendar');
    this.ports.publisher.clear('meetings');
  }

  nudge(): void {
    if (this.states.size > 0) this.readAfter(NUDGE_MS);
  }

  private async add(account: CalendarAccount, signal: AbortSignal): Promise<Result<void>> {
    const { accounts } = this;
    if (!accounts) return fail('app.not-signed-in');
    if (!this.isAllowed()) return fail('calendar.not-allowed');
    const read = await this.read({ ...account, address: account.address.trim() }, signal);
    if (!read.ok) return read;
    const id = this.ports.random.uuid();
    const added = await accounts.add(id, { ...account, address: account.address.trim() });
    if (!added.ok || this.accounts !== accounts) return added;
    await this.takeList();
    this.took(id, read);
    this.plan();
    return ok();
  }

  private async remove(id: string): Promise<Result<void>> {
    if (!this.accounts) return fail('app.not-signed-in');
    await this.accounts.remove(id);
    await this.takeList();
    this.show();
    return ok();
  }

  /** The kept list is the truth: what is no longer in it is no longer shown. */
  private async takeList(): Promise<void> {
    const list = (await this.accounts?.list()) ?? [];
    this.states = new Map(list.map((kept) => [kept.id, this.states.get(kept.id) ?? stateOf(kept)]));
    for (const id of this.entries.keys()) if (!this.states.has(id)) this.entries.delete(id);
  }

  private readAll(isAsked: boolean): Promise<void> {
    this.cancelRead();
    this.reading ??= this.readEach(isAsked).finally(() => {
      this.reading = undefined;
      this.plan();
    });
    return this.reading;
  }

  private async readEach(isAsked: boolean): Promise<void> {
    const { accounts, run } = this;
    if (!accounts || !this.isAllowed()) return;
    let hasFailed = false;
    for (const kept of await accounts.list()) {
      if (run.signal.aborted) return;
      // A refused password is not tried again by itself: accounts get locked so.
      const isRefused = this.states.get(kept.id)?.error?.code === 'auth.wrong-password';
      if (isRefused && !isAsked) continue;
      if (!isAsked && (this.notBefore.get(kept.id) ?? 0) > this.ports.clock.now()) continue;
      const password = await accounts.password(kept.id);
      const read = password.ok
        ? await this.read({ ...kept, password: password.value }, run.signal)
        : password;
      if (run.signal.aborted) return;
      hasFailed ||= !read.ok;
      this.took(kept.id, read);
    }
    this.failures = hasFailed ? this.failures + 1 : 0;
  }

  private async read(account: CalendarAccount, signal: AbortSignal) {
    const span = this.ports.trace.start('calendar', { kind: account.kind });
    const window = windowAt(this.ports.clock.now());
    const read = await this.ports.calendars.read(account, window, { span, signal });
    span.end(read.ok ? 'ok' : signal.aborted ? 'cancelled' : 'failed');
    if (!read.ok) this.ports.log.info('calendar not read', { code: read.error.code });
    return read;
  }

  private took(id: string, read: Result<readonly CalendarEntry[]>): void {
    const state = this.states.get(id);
    if (!state) return;
    const { error: _, ...rest } = state;
    this.notBefore.delete(id);
    const seconds = read.ok ? undefined : read.error.params?.['retryAfter'];
    if (typeof seconds === 'number') {
      const ms = Math.min(seconds * 1000, LONGEST_PAUSE_MS);
      this.notBefore.set(id, this.ports.clock.now() + ms);
    }
    if (read.ok) {
      this.entries.set(id, read.value);
      this.states.set(id, { ...rest, state: 'ready', readAt: this.ports.clock.now() });
    } else this.states.set(id, { ...rest, state: 'failed', error: asEntity(read.error) });
    this.show();
  }

  /** What was read last stays true while the server cannot be reached: meetings do not vanish with the Wi-Fi. */
  private show(): void {
    if (!this.accounts) return;
    const { publisher, clock } = this.ports;
    const now = clock.now();
    const owner = this.owner();
    const entries = [...this.entries.values()].flat();
    const { isInMeeting, changesAt } = meetingNow(entries, now);
    publisher.set('calendar', ONLY, {
      isAllowed: this.isAllowed(),
      owner,
      accounts: [...this.states.values()],
      isInMeeting,
    });
    this.publishMeetings(now);
    this.tell(owner === 'app' && isInMeeting);
    this.cancelEdge();
    if (changesAt === undefined) return;
    this.cancelEdge = clock.after(Math.min(changesAt - now, LONGEST_WAIT_MS), () => this.show());
  }

  private publishMeetings(now: number): void {
    const { publisher } = this.ports;
    const { from, to } = windowAt(now);
    const before = this.shownMeetings;
    this.shownMeetings = new Set();
    for (const [accountId, list] of this.entries)
      for (const entry of list) {
        if (entry.endsAt <= from || entry.startsAt >= to) continue;
        const id = `${accountId}/${entry.id}`;
        publisher.set('meetings', id, { ...entry, id, accountId, links: [...entry.links] });
        this.shownMeetings.add(id);
      }
    for (const id of before) if (!this.shownMeetings.has(id)) publisher.remove('meetings', id);
  }

  private tell(isInMeeting: boolean): void {
    if (isInMeeting === this.wasInMeeting) return;
    this.wasInMeeting = isInMeeting;
    this.ports.onMeeting(isInMeeting);
  }

  private plan(): void {
    if (!this.accounts || this.states.size === 0) return;
    const minutes = this.ports.policies.current().number('CalendarAutoRefreshTime') || USUAL_MINUTES;
    const usual = minutes * MINUTE_MS;
    this.readAfter(
      this.failures === 0 ? usual : Math.min(MINUTE_MS * 2 ** (this.failures - 1), LONGEST_RETRY_MS),
    );
  }

  private readAfter(ms: number): void {
    this.cancelRead();
    this.cancelRead = this.ports.clock.after(ms, () => void this.readAll(false));
  }

  private isAllowed(): boolean {
    const policies = this.ports.policies.current();
    const type = this.ports.isMac === true ? 'MacCalendarIntegrationType' : 'CalendarIntegrationType';
    return policies.isOn('EnableCalendarIntegration') && policies.number(type) !== 0;
  }

  private owner() {
    const { settings, policies } = this.ports;
    return meetingOwner({
      hasServerCalendar: policies.hasServerCalendar(),
      isWanted: settings.current().showMeetings,
      isAllowed: this.isAllowed(),
    });
  }
}

/** This morning to the end of tomorrow, where this computer is. */
function windowAt(now: number): CalendarWindow {
  return { from: new Date(now).setHours(0, 0, 0, 0), to: new Date(now).setHours(48, 0, 0, 0) };
}

function stateOf({ id, kind, address, username }: KeptAccount): AccountState {
  // A private link is a password by itself: only where it leads is shown.
  const place = URL.parse(address.replace(/^webcals?:/i, 'https:'))?.hostname;
  return {
    id,
    kind,
    place: place === undefined || place === '' ? address : place,
    username,
    state: 'reading',
  };
}

function asEntity({ code, params, detail }: Failure) {
  return { code, ...(params && { params: { ...params } }), ...(detail !== undefined && { detail }) };
}
