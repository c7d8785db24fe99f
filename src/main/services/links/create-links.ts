import { assertNever } from '../../../shared/errors/assert-never.ts';
import { fail, failure, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import { offersOf } from '../../../shared/domain/product-mode.ts';
import type { Session } from '../../../shared/domain/session.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import { StorageError } from '../../ports/storage.port.ts';
import type { LocalDeployment } from '../deployment/create-local-deployment.ts';
import { admitLink } from './link-limit.ts';
import { isSetup, type LinkRules } from './link-rules.ts';
import { type Link, parseLink, schemeOf } from './parse-link.ts';
import type { ChatLink, RoomLink } from './parse-chat-link.ts';
import type { ProvisionLink } from './parse-provision-link.ts';

export interface LinksPorts {
  readonly prompter: Prompter;
  readonly clock: Clock;
  readonly log: Log;
  readonly deployment: Pick<LocalDeployment, 'adoptLink'>;
  /** Who is signed in now, and a call whenever that changes. */
  readonly session: { current(): Session; onChange(listener: (session: Session) => void): () => void };
  /** Places the call; only after the person has said yes. */
  readonly dial: (target: string) => Promise<Result<unknown>>;
  /** Calls them together; only after the person has said yes. */
  readonly conference: (targets: readonly string[]) => Promise<Result<unknown>>;
  /** Opens the conversation and puts the text into its composer. */
  readonly prepareChat: (address: string, draft: string) => Promise<Result<unknown>>;
  /** What the administrator has decided about links; read anew for each. */
  readonly rules: () => LinkRules;
}

export interface Links {
  readonly handlers: Pick<Handlers, 'links/open'>;
  /** A link from the command line, a second instance or the system; whatever is wrong with it becomes a notice. */
  open(url: string): void;
  stop(): void;
}

/** Links that came before somebody was signed in. More would only be a surprise later. */
const MOST_WAITING = 2;

export function createLinks(ports: LinksPorts): Links {
  return new LinkDesk(ports);
}

class LinkDesk implements Links {
  readonly handlers: Pick<Handlers, 'links/open'>;
  private readonly ports: LinksPorts;
  /** When links were acted on: those that set up, and all others. */
  private times: Readonly<Record<'setup' | 'other', readonly number[]>> = { setup: [], other: [] };
  private waiting: Exclude<Link, ProvisionLink>[] = [];
  private isWaitTold = false;
  private readonly stopListening: () => void;

  constructor(ports: LinksPorts) {
    this.ports = ports;
    this.handlers = { 'links/open': async ({ url }) => this.take(url) };
    this.stopListening = ports.session.onChange((session) => this.onSession(session));
  }

  open(url: string): void {
    const taken = this.take(url);
    if (!taken.ok) this.tell(taken.error);
  }

  stop(): void {
    this.stopListening();
    this.waiting = [];
  }

  /** Reads the link and starts on it; what the person answers comes later. */
  private take(url: string): Result<void> {
    const { log } = this.ports;
    const scheme = schemeOf(url);
    if (!this.isAdmitted(scheme)) return fail('link.too-many');
    if (!this.ports.rules().isHandled(scheme)) return fail('link.switched-off');
    const link = parseLink(url);
    if (!link.ok) {
      // Never the link itself: it may hold a message.
      log.warn('link refused', { code: link.error.code, length: url.length });
      return link;
    }
    log.info('link', { kind: link.value.kind });
    if (link.value.kind === 'provision') {
      this.beside(this.provision(link.value));
      return ok();
    }
    return this.actOrWait(link.value);
  }

  private isAdmitted(scheme: string): boolean {
    const limit = this.ports.rules().limitOf(scheme);
    if (!limit) return true;
    const kind = isSetup(scheme) ? 'setup' : 'other';
    const { isAdmitted, times } = admitLink(this.times[kind], this.ports.clock.monotonic(), limit);
    this.times = { ...this.times, [kind]: times };
    return isAdmitted;
  }

  private actOrWait(link: Exclude<Link, ProvisionLink>): Result<void> {
    const session = this.ports.session.current();
    if (session.phase === 'signed-in') return this.act(link, session);
    if (this.waiting.length >= MOST_WAITING) return fail('link.too-many');
    this.waiting.push(link);
    this.tellWaiting(session);
    return ok();
  }

  private onSession(session: Session): void {
    if (session.phase !== 'signed-in') return this.tellWaiting(session);
    this.isWaitTold = false;
    for (const link of this.waiting.splice(0)) {
      const acted = this.act(link, session);
      if (!acted.ok) this.tell(acted.error);
    }
  }

  /** Where the person must do something first, they are told once why nothing comes of the link yet. */
  private tellWaiting(session: Session): void {
    const isTheirTurn =
      session.phase === 'signed-out' || (session.phase === 'signing-in' && session.needs !== undefined);
    if (this.isWaitTold || this.waiting.length === 0 || !isTheirTurn) return;
    this.isWaitTold = true;
    this.ports.prompter.tell({ tone: 'info', text: { key: 'links.waits' } });
  }

  private act(
    link: Exclude<Link, ProvisionLink>,
    session: Extract<Session, { phase: 'signed-in' }>,
  ): Result<void> {
    switch (link.kind) {
      case 'dial':
        if (!offersOf(session.mode).hasCalls) return fail('link.no-service');
        this.beside(this.confirmCall(link));
        return ok();
      case 'conference':
        if (!offersOf(session.mode).hasCalls) return fail('link.no-service');
        this.beside(this.confirmConference(link));
        return ok();
      case 'chat':
        if (!offersOf(session.mode).hasChats) return fail('link.no-service');
        this.beside(this.confirmChat(link));
        return ok();
      case 'room':
        if (!offersOf(session.mode).hasChats) return fail('link.no-service');
        this.beside(this.confirmRoom(link));
        return ok();
      default:
        return assertNever(link);
    }
  }

  private async confirmCall(link: Extract<Link, { kind: 'dial' }>): Promise<void> {
    const { target, shown, isEmergency } = link;
    const isAsked = this.ports.rules().asksBefore(link);
    if (isAsked && !(await this.ports.prompter.ask({ kind: 'dial', target, shown, isEmergency }))) return;
    const dialled = await this.ports.dial(target);
    if (!dialled.ok) this.tell(dialled.error);
  }

  private async confirmConference(link: Extract<Link, { kind: 'conference' }>): Promise<void> {
    const { prompter, rules, conference } = this.ports;
    const targets = [...link.targets];
    if (rules().asksBefore(link) && !(await prompter.ask({ kind: 'conference', targets }))) return;
    const called = await conference(targets);
    if (!called.ok) this.tell(called.error);
  }

  private async confirmChat({ addresses, subject, body }: ChatLink): Promise<void> {
    const question = {
      kind: 'chat-prefill' as const,
      addresses: [...addresses],
      body,
      ...(subject !== undefined && { subject }),
    };
    if (!(await this.ports.prompter.ask(question))) return;
    // A group is made by the window, which opens it then; its topic becomes the group's name.
    if (addresses.length > 1) return;
    // A topic has no place of its own in a conversation of two: it becomes the first line of the draft.
    const draft = [subject, body].filter((part) => part !== undefined && part !== '').join('\n');
    for (const address of addresses) {
      const prepared = await this.ports.prepareChat(address, draft);
      if (!prepared.ok) return this.tell(prepared.error);
    }
  }

  /** The window goes in after a yes, and shows the room then. */
  private async confirmRoom({ address, password }: RoomLink): Promise<void> {
    await this.ports.prompter.ask({
      kind: 'room-link',
      room: address,
      ...(password !== undefined && { password }),
    });
  }

  /** A setup link changes nothing until the person has confirmed its domain (D8). */
  private async provision({ domain, keys, unknown }: ProvisionLink): Promise<void> {
    const { prompter, deployment, log } = this.ports;
    if (unknown.length > 0) log.warn('unknown parameters in a setup link', { names: unknown.join(', ') });
    if (!(await prompter.ask({ kind: 'provision', domain, keys: keys.map((key) => ({ ...key })) }))) return;
    await deployment.adoptLink(keys);
    prompter.tell({ tone: 'ok', text: { key: 'links.provisioned', params: { domain } } });
  }

  /** What nobody waits for; a store that refuses is told like any other failure. */
  private beside(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.tell(error instanceof StorageError ? error.failure : failure('app.fault'));
    });
  }

  private tell(error: Failure): void {
    const { code, params, detail } = error;
    this.ports.prompter.tell({
      tone: 'warning',
      text: { key: `error.${code}`, ...(params && { params: { ...params } }) },
      error: { code, ...(params && { params: { ...params } }), ...(detail !== undefined && { detail }) },
    });
  }
}
