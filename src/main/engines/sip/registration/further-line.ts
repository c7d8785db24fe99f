import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Log } from '../../../ports/log.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { SipAccount, SipLine } from '../../../ports/sip.port.ts';
import type { CallBook } from '../call/call-book.ts';
import type { SipFlow } from '../transport/sip-flow.ts';
import type { UserAgent } from '../user-agent.ts';
import { refreshDelay } from './refresh-delay.ts';
import { RegistrarClient } from './registrar-client.ts';

export interface FurtherLinePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly userAgent: UserAgent;
  readonly calls: CallBook;
  /** Registered or no longer. */
  onChange(): void;
}

/** A refused line is asked for again after this long: an administrator may mend it. */
const AGAIN_MS = 60_000;
const GOODBYE_MS = 2_000;

/**
 * A line of a device beyond its first (V14): registered over the connection of the first, whose coming and going it
 * follows. A line that its server refuses keeps nobody from the others.
 */
export class FurtherLine {
  readonly calls: CallBook;
  readonly userAgent: UserAgent;
  readonly label: string;
  readonly #ports: FurtherLinePorts;
  readonly #client: RegistrarClient;
  #isBound = false;
  #wasBound = false;
  #turn = 0;
  #stopTimer: Cancel = () => {};

  constructor(label: string, ports: FurtherLinePorts) {
    this.label = label;
    this.#ports = ports;
    this.calls = ports.calls;
    this.userAgent = ports.userAgent;
    this.#client = new RegistrarClient(ports.userAgent, ports.random.uuid());
  }

  get isBound(): boolean {
    return this.#isBound;
  }

  /** The first line is registered over this flow; undefined: it is not registered. */
  follow(flow: SipFlow | undefined): void {
    if (flow === this.userAgent.flow) return;
    this.#turn += 1;
    this.#stopTimer();
    if (flow) this.userAgent.attach(flow);
    else this.userAgent.detach();
    this.#setBound(false);
    if (flow) void this.#register();
  }

  /** Whether a message of the shared connection is for this line: a request to its contact, or an answer to what it asked. */
  takes(text: string): boolean {
    const user = /^[A-Z]+ sips?:([^@;>\s]+)@/.exec(text)?.[1];
    if (user !== undefined) return user === this.userAgent.contactUri().user;
    const head = text.slice(0, 8_000);
    const branch = /^(?:via|v)\s*:[^\r\n]*?;\s*branch=([^\s;,]+)/im.exec(head)?.[1];
    const method = /^cseq\s*:\s*\d+\s+([A-Z]+)/im.exec(head)?.[1];
    return branch !== undefined && this.userAgent.core.userAgentClients.has(`${branch}${method ?? ''}`);
  }

  /** Unbinds, waiting two seconds at most. */
  async stop(): Promise<void> {
    this.#turn += 1;
    this.#stopTimer();
    if (this.#isBound && this.userAgent.flow) {
      let stopWaiting: Cancel = () => {};
      const tooLong = new Promise<void>((resolve) => {
        stopWaiting = this.#ports.clock.after(GOODBYE_MS, resolve);
      });
      await Promise.race([this.#client.register(0), tooLong]);
      stopWaiting();
    }
    this.#isBound = false;
    this.userAgent.dispose();
  }

  async #register(): Promise<void> {
    const { clock, random, log } = this.#ports;
    const turn = this.#turn;
    const outcome = await this.#client.register(this.userAgent.account.expires);
    if (turn !== this.#turn) return;
    const isAccepted = outcome.kind === 'accepted';
    if (!isAccepted) log.warn('a line was refused', { line: this.label, status: outcome.status });
    const ms = isAccepted ? refreshDelay(outcome.expires, random.fraction()) : AGAIN_MS;
    this.#stopTimer = clock.after(ms, () => void this.#register());
    if (isAccepted && !this.#isBound && this.#wasBound) this.calls.moved();
    this.#wasBound ||= isAccepted;
    this.#setBound(isAccepted);
    if (isAccepted) for (const contact of outcome.stale) this.#client.forget(contact);
  }

  #setBound(isBound: boolean): void {
    if (isBound === this.#isBound) return;
    this.#isBound = isBound;
    this.#ports.onChange();
  }
}

/** What a further line registers as: all of the account but what names the line. */
export function accountOfLine(account: SipAccount, line: SipLine): SipAccount {
  const { contactUser: _first, ...device } = account.device ?? { name: '' };
  return {
    ...account,
    aor: line.aor,
    ...(line.authUser !== undefined && { authUser: line.authUser }),
    ...(account.device && {
      device: { ...device, ...(line.contactUser !== undefined && { contactUser: line.contactUser }) },
    }),
  };
}
