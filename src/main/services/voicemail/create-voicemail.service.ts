import { ONLY } from '../../../shared/contract/topics.ts';
import type { Mailbox, Voicemail } from '../../../shared/domain/voicemail.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Secrets } from '../../ports/secrets.port.ts';
import type { Sip } from '../../ports/sip.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { ListedVoicemail, VoicemailAccount, VoicemailServer } from '../../ports/voicemail.port.ts';
import { MailboxMemory } from './mailbox-memory.ts';
import { type MessageSummary, readMessageSummary, summaryOf } from './message-summary.ts';
import { sendVoicemail } from './send-voicemail.ts';

/** A mailbox as signing in found it. */
export interface MailboxAccount extends VoicemailAccount {
  /** The number that plays messages in a call. */
  readonly pilot?: string;
  /** The phone's name and password are the mailbox's too (`VoiceMailService_UseCredentialsFrom`). */
  readonly sharesCredentials: boolean;
}

export interface VoicemailService {
  readonly handlers: Pick<
    Handlers,
    | 'voicemail/refresh'
    | 'voicemail/sound'
    | 'voicemail/mark-read'
    | 'voicemail/delete'
    | 'voicemail/restore'
    | 'voicemail/send'
    | 'voicemail/sign-in'
  >;
  start(identity: Pick<IdentityStore, 'keyValue'>): Promise<void>;
  stop(): Promise<void>;
  /** The first look; a server that can't be reached is looked at again by itself until `end`. */
  begin(account: MailboxAccount): Promise<Result<{ readonly server: string }>>;
  end(): void;
  /** The network changed or the computer woke. */
  nudge(): void;
  /** Each time the mailbox is shown anew; for the line of services. */
  onState(listener: (mailbox: Mailbox) => void): void;
}

export interface VoicemailPorts {
  readonly server: VoicemailServer;
  readonly sip: Pick<Sip, 'on'>;
  readonly secrets: Secrets;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly log: Log;
  /** Messages may be passed on; absent: they may. */
  readonly mayForward?: () => boolean;
  /** Who is behind a number (C4). */
  readonly resolveParty: (
    number: string,
  ) => Promise<{ readonly name: string; readonly contactId?: string } | undefined>;
}

/** Without live events the list is looked at as often as this (cisco-uc 11.3). */
const POLL_MS = 3 * 60_000;
const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 5 * 60_000;
const NUDGE_MS = 1_000;
/** Several events of one change are one look. */
const SETTLE_MS = 300;
const NOTHING: Mailbox = { state: 'none', unreadCount: 0, isWaiting: false };

export function createVoicemailService(ports: VoicemailPorts): VoicemailService {
  return new MailboxKeeper(ports);
}

class MailboxKeeper implements VoicemailService {
  readonly handlers: VoicemailService['handlers'];
  private readonly ports: VoicemailPorts;
  private readonly listeners: ((mailbox: Mailbox) => void)[] = [];
  private memory: MailboxMemory | undefined;
  private account: MailboxAccount | undefined;
  private run = new AbortController();
  private mailbox: Mailbox = NOTHING;
  private messages = new Map<string, Voicemail>();
  private summary: MessageSummary | undefined;
  private reading: Promise<Result<{ readonly server: string }>> | undefined;
  private isReadAgain = false;
  private failures = 0;
  private isWatching = false;
  private cancelLook: Cancel = () => undefined;
  private cancelWatch: Cancel = () => undefined;

  constructor(ports: VoicemailPorts) {
    this.ports = ports;
    ports.sip.on((event) => {
      if (event.kind === 'message-summary') this.told(readMessageSummary(event.body));
      else if (event.kind === 'remote' && event.note.kind === 'lines') {
        const line = event.note.lines.find((each) => each.hasMessages !== undefined || each.messages);
        if (line) this.told(summaryOf(line));
      }
    });
    this.handlers = {
      'voicemail/refresh': async () => {
        const { account } = this;
        if (!account || account.servers.length === 0) return fail('voicemail.unavailable');
        const read = await this.read();
        return read.ok ? ok() : read;
      },
      'voicemail/sound': ({ id }, { signal }) => this.sound(id, signal),
      'voicemail/mark-read': ({ id, isRead }) =>
        this.change(id, { isRead }, (account, at) => this.ports.server.setRead(account, id, isRead, at)),
      'voicemail/delete': ({ id }) =>
        this.change(id, { isDeleted: true }, (account, at) => this.ports.server.remove(account, id, at)),
      'voicemail/restore': ({ id }) =>
        this.change(id, { isDeleted: false }, (account, at) => this.ports.server.restore(account, id, at)),
      'voicemail/send': async (wanted) => {
        if (wanted.forwards !== undefined && this.ports.mayForward?.() === false)
          return fail('app.not-allowed');
        const forwarded = this.messages.get(wanted.forwards ?? '');
        return sendVoicemail(this.ports.server, this.account, forwarded, wanted, this.run.signal);
      },
      'voicemail/sign-in': (signIn) => this.signIn(signIn),
    };
  }

  async start(identity: Pick<IdentityStore, 'keyValue'>): Promise<void> {
    const memory = new MailboxMemory(identity.keyValue, this.ports.secrets);
    this.memory = memory;
    const kept = await memory.list().catch(() => undefined);
    if (this.memory !== memory || !kept) return this.show({});
    this.showAll(kept.messages);
    this.show({ readAt: kept.readAt });
  }

  async stop(): Promise<void> {
    this.end();
    this.memory = undefined;
    this.messages = new Map();
    this.mailbox = NOTHING;
    this.ports.publisher.clear('voicemail');
    this.ports.publisher.clear('voicemails');
  }

  async begin(given: MailboxAccount): Promise<Result<{ readonly server: string }>> {
    this.end();
    const { run, memory } = this;
    const own = given.sharesCredentials ? undefined : await memory?.signIn();
    if (run.signal.aborted) return fail('app.cancelled');
    const pilot = given.pilot === undefined ? {} : { pilot: given.pilot };
    this.account = own?.ok ? { ...withoutTokens(given), ...own.value } : given;
    if (given.servers.length === 0) {
      this.forgetList();
      this.show({ state: 'none', ...pilot });
      return fail('voicemail.unavailable');
    }
    if (own && !own.ok) {
      this.show({ state: 'password', error: own.error, ...pilot });
      return own;
    }
    this.show({ state: 'reading', ...pilot });
    return this.read();
  }

  end(): void {
    this.run.abort();
    this.run = new AbortController();
    this.cancelLook();
    this.cancelWatch();
    this.account = undefined;
    this.reading = undefined;
    this.isWatching = false;
    this.failures = 0;
    this.summary = undefined;
    const { state: _state, error: _error, server: _server, pilot: _pilot, ...rest } = this.mailbox;
    this.mailbox = { ...rest, state: 'none' };
    if (this.memory) this.show({});
  }

  nudge(): void {
    if (this.account && this.mailbox.state !== 'password') this.lookAfter(NUDGE_MS);
  }

  onState(listener: (mailbox: Mailbox) => void): void {
    this.listeners.push(listener);
  }

  /** Message waiting is a reason to look, and all there is where there is no list (cisco-uc 11.4). */
  private told(summary: MessageSummary | undefined): void {
    if (!summary || !this.memory) return;
    this.summary = summary;
    this.show({});
    if (this.account && this.account.servers.length > 0 && this.mailbox.state !== 'password')
      this.lookAfter(SETTLE_MS);
  }

  private lookAfter(ms: number): void {
    this.cancelLook();
    if (!this.account || this.account.servers.length === 0) return;
    this.cancelLook = this.ports.clock.after(ms, () => void this.read());
  }

  /** One look at a time; whoever asks meanwhile has the answer of one that began after. */
  private async read(): Promise<Result<{ readonly server: string }>> {
    if (this.reading) {
      this.isReadAgain = true;
      return this.reading;
    }
    this.reading = this.readNow();
    const result = await this.reading;
    this.reading = undefined;
    if (this.isReadAgain) {
      this.isReadAgain = false;
      return this.read();
    }
    return result;
  }

  private async readNow(): Promise<Result<{ readonly server: string }>> {
    const { account, run, memory } = this;
    const { server, clock } = this.ports;
    if (!account || !memory) return fail('app.cancelled');
    this.cancelLook();
    const inbox = await server.list(account, 'inbox', run.signal);
    // What was deleted is a convenience: not every server keeps it.
    const deleted = inbox.ok ? await server.list(account, 'deleted', run.signal) : inbox;
    if (run.signal.aborted || this.memory !== memory) return fail('app.cancelled');
    if (!inbox.ok) return this.failed(inbox.error);
    this.failures = 0;
    const readAt = clock.now();
    const gone = deleted.ok ? deleted.value.messages : [];
    this.showAll([
      ...inbox.value.messages.map((each) => this.named(each, false)),
      ...gone.map((each) => this.named(each, true)),
    ]);
    const { error: _error, ...rest } = this.mailbox;
    this.mailbox = rest;
    this.show({ state: 'ready', server: inbox.value.server, readAt });
    void memory.keep(readAt, [...this.messages.values()]).catch(() => undefined);
    this.lookAfter(POLL_MS);
    this.listen();
    this.resolveNames();
    return ok({ server: inbox.value.server });
  }

  private failed(error: Failure): Result<never> {
    const isRefused = error.code.startsWith('auth.');
    this.show({ state: isRefused ? 'password' : 'waiting', error });
    if (!isRefused) {
      this.lookAfter(Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS));
      this.failures += 1;
    }
    return { ok: false, error };
  }

  /** Live events, as long as the server gives them; else looking from time to time is what there is. */
  private listen(): void {
    const { account, run } = this;
    if (this.isWatching || !account) return;
    this.isWatching = true;
    const { server, clock, log } = this.ports;
    const onChange = (): void => {
      if (!run.signal.aborted) this.lookAfter(SETTLE_MS);
    };
    void server.watch(account, onChange, run.signal).then((ended) => {
      if (run.signal.aborted) return;
      log.debug('mailbox events ended', { code: ended.ok ? 'none' : ended.error.code });
      this.cancelWatch = clock.after(ended.ok ? LONGEST_RETRY_MS : FIRST_RETRY_MS, () => {
        this.isWatching = false;
        if (this.mailbox.state === 'ready') this.listen();
      });
    });
  }

  private named(message: ListedVoicemail, isDeleted: boolean): Voicemail {
    const known = this.messages.get(message.id)?.from;
    const isSame = known?.contactId !== undefined && known.number === message.from.number;
    return { ...message, from: isSame ? known : message.from, isDeleted };
  }

  /** The company's name for a number is better than what the mailbox wrote down. */
  private resolveNames(): void {
    const { run } = this;
    const numbers = new Set(
      [...this.messages.values()]
        .filter(({ from }) => from.number !== '' && from.contactId === undefined)
        .map(({ from }) => from.number),
    );
    for (const number of numbers) {
      void this.ports.resolveParty(number).then(
        (known) => {
          if (!known || run.signal.aborted) return;
          for (const message of this.messages.values()) {
            if (message.from.number !== number) continue;
            const contactId = known.contactId as NonNullable<Voicemail['from']['contactId']>;
            const from = { name: known.name, number, ...(known.contactId !== undefined && { contactId }) };
            this.set({ ...message, from });
          }
        },
        () => undefined,
      );
    }
  }

  private async sound(id: string, signal: AbortSignal): Promise<Result<{ type: string; data: string }>> {
    const { account } = this;
    const message = this.messages.get(id);
    if (!account || account.servers.length === 0 || !message) return fail('voicemail.unavailable');
    if (message.isSecure) return fail('voicemail.secure');
    const both = AbortSignal.any([signal, this.run.signal]);
    const sound = await this.ports.server.sound(account, id, both);
    if (!sound.ok) return sound;
    const { type, bytes } = sound.value;
    return ok({ type, data: Buffer.from(bytes).toString('base64') });
  }

  /** Shown at once, and taken back when the server won't. */
  private async change(
    id: string,
    change: Partial<Voicemail>,
    act: (account: VoicemailAccount, signal: AbortSignal) => Promise<Result<void>>,
  ): Promise<Result<void>> {
    const { account, run } = this;
    const before = this.messages.get(id);
    if (!account || !before) return fail('voicemail.unavailable');
    this.set({ ...before, ...change });
    this.show({});
    const done = await act(account, run.signal);
    if (run.signal.aborted) return done;
    if (!done.ok) {
      this.set(before);
      this.show({});
    }
    this.lookAfter(SETTLE_MS);
    return done;
  }

  private async signIn(signIn: {
    readonly username: string;
    readonly password: string;
  }): Promise<Result<void>> {
    const { account, memory, run } = this;
    if (!account || !memory || account.servers.length === 0) return fail('voicemail.unavailable');
    const next = { ...withoutTokens(account), ...signIn };
    const tried = await this.ports.server.list(next, 'inbox', run.signal);
    if (run.signal.aborted) return fail('app.cancelled');
    if (!tried.ok) return tried;
    const kept = await memory.keepSignIn(signIn);
    this.account = next;
    const read = await this.read();
    return kept.ok ? (read.ok ? ok() : read) : kept;
  }

  private showAll(messages: readonly Voicemail[]): void {
    const left = new Set(this.messages.keys());
    for (const message of messages) {
      left.delete(message.id);
      this.set(message);
    }
    for (const id of left) {
      this.messages.delete(id);
      this.ports.publisher.remove('voicemails', id);
    }
  }

  private set(message: Voicemail): void {
    if (JSON.stringify(this.messages.get(message.id)) === JSON.stringify(message)) return;
    this.messages.set(message.id, message);
    this.ports.publisher.set('voicemails', message.id, message);
  }

  private forgetList(): void {
    this.showAll([]);
    const { readAt: _readAt, ...rest } = this.mailbox;
    this.mailbox = rest;
  }

  private show(change: Partial<Mailbox>): void {
    const unread = [...this.messages.values()].filter(({ isRead, isDeleted }) => !isRead && !isDeleted);
    const hasList = (change.readAt ?? this.mailbox.readAt) !== undefined;
    const { summary } = this;
    this.mailbox = {
      ...this.mailbox,
      ...change,
      unreadCount: hasList ? unread.length : (summary?.fresh ?? 0),
      isWaiting: hasList ? unread.length > 0 : summary?.isWaiting === true,
    };
    this.ports.publisher.set('voicemail', ONLY, this.mailbox);
    for (const listener of this.listeners) listener(this.mailbox);
  }
}

function withoutTokens({ tokens: _tokens, ...account }: MailboxAccount): MailboxAccount {
  return account;
}
