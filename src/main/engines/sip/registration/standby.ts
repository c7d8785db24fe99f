import type { Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Log } from '../../../ports/log.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { FlowListener, SipFlow } from '../transport/sip-flow.ts';
import { KeepAlive } from './keep-alive.ts';
import { RegistrarClient } from './registrar-client.ts';
import { reduceStandby, type StandbyEvent, type StandbyState } from './standby.machine.ts';
import { StandbyLine } from './standby-line.ts';

export interface StandbyPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** How many servers the account has. */
  servers(): number;
  expires(): number;
  makeLine(regId: 1 | 2): StandbyLine;
  openFlow(server: number, listener: FlowListener): Promise<Result<SipFlow>>;
}

/** A second way that becomes the first. */
export interface TakenWay {
  readonly server: number;
  readonly flow: SipFlow;
  readonly regId: 1 | 2;
  /** Who hears the connection from now on. */
  hear(listener: FlowListener): void;
}

interface Way {
  readonly line: StandbyLine;
  readonly regId: 1 | 2;
  readonly keepAlive: KeepAlive;
  readonly client: RegistrarClient;
  flow: SipFlow | undefined;
  listener: FlowListener | undefined;
}

/** Keeps a second registration at another server than the first one's, ready to take its place (Expressway X14, cisco-uc 9.4). */
export class Standby {
  readonly #ports: StandbyPorts;
  #state: StandbyState = { kind: 'off' };
  #way: Way | undefined;
  /** Ways that were taken or lost while calls stood on them. */
  readonly #left = new Set<StandbyLine>();
  #mainRegId: 1 | 2 = 1;
  #stopTimer: Cancel = () => {};

  constructor(ports: StandbyPorts) {
    this.#ports = ports;
  }

  /** Lines whose calls are the account's too. */
  lines(): readonly StandbyLine[] {
    return [...(this.#way ? [this.#way.line] : []), ...this.#left];
  }

  /** Where the first registration stands, if its server takes a second. */
  follow(main: { readonly server: number; readonly flow: SipFlow | undefined } | undefined): void {
    for (const line of this.#left) line.follow(main?.flow);
    this.#dispatch({ kind: 'main', server: main?.server });
  }

  /** Whether this Contact is bound over the second way. */
  owns(contact: string): boolean {
    const sentBy = this.#way?.flow?.sentBy;
    return sentBy !== undefined && contact.includes(`@${sentBy}`);
  }

  /** The first way is lost: the second, if it stands, is the first from now on. */
  take(): TakenWay | undefined {
    const way = this.#way;
    const { flow } = way ?? {};
    if (this.#state.kind !== 'bound' || !way || !flow) return undefined;
    const { server } = this.#state;
    this.#stopTimer();
    way.keepAlive.stop();
    this.#way = undefined;
    if (way.line.calls.size > 0) this.#left.add(way.line);
    this.#mainRegId = way.regId;
    this.#dispatch({ kind: 'taken' });
    return { server, flow, regId: way.regId, hear: (listener) => void (way.listener = listener) };
  }

  /** A message of the first connection that belongs to a call begun on another. */
  takes(text: string): StandbyLine | undefined {
    return [...this.#left].find((line) => line.takes(text));
  }

  /** A call is over. */
  callsOver(): void {
    for (const line of this.#left) if (line.calls.size === 0) this.#left.delete(line);
  }

  /** Unbinds without waiting. */
  async stop(): Promise<void> {
    const way = this.#way;
    if (this.#state.kind === 'bound') await Promise.race([way?.client.register(0), this.#shortly()]);
    this.#dispatch({ kind: 'main', server: undefined });
    for (const line of this.#left) line.userAgent.dispose();
    this.#left.clear();
  }

  #shortly(): Promise<void> {
    return new Promise((resolve) => void this.#ports.clock.after(1_000, resolve));
  }

  #dispatch(event: StandbyEvent): void {
    const { random } = this.#ports;
    const world = { servers: this.#ports.servers(), fraction: random.fraction() };
    const before = this.#state;
    const { state, effects } = reduceStandby(before, event, world);
    this.#state = state;
    if (state.kind !== before.kind) this.#ports.log.info('second registration', { state: state.kind });
    for (const effect of effects)
      if (effect.kind === 'open') void this.#open(effect.server);
      else if (effect.kind === 'close') this.#close();
      else if (effect.kind === 'register') void this.#register();
      else {
        this.#stopTimer();
        this.#stopTimer = this.#ports.clock.after(effect.ms, () => this.#dispatch({ kind: 'due' }));
      }
  }

  async #open(server: number): Promise<void> {
    const { clock, random } = this.#ports;
    const regId = this.#mainRegId === 1 ? 2 : 1;
    const line = this.#ports.makeLine(regId);
    const { userAgent } = line;
    const keepAlive = new KeepAlive({ clock, userAgent, onDead: () => this.#lost(way) });
    const client = new RegistrarClient(userAgent, random.uuid());
    const way: Way = { line, regId, keepAlive, client, flow: undefined, listener: undefined };
    this.#way = way;
    const opened = await this.#ports.openFlow(server, {
      onMessage: (text) => {
        if (!way.listener) return line.receive(text);
        // Taken: it is the first one's, but for the calls that were begun on it.
        if (line.takes(text)) line.receive(text);
        else way.listener.onMessage(text);
      },
      onLost: (cause) => (way.listener ? way.listener.onLost(cause) : this.#lost(way)),
    });
    if (this.#way !== way) {
      if (opened.ok) opened.value.close();
      return;
    }
    if (!opened.ok) return this.#dispatch({ kind: 'failed' });
    way.flow = opened.value;
    userAgent.attach(opened.value);
    keepAlive.start(opened.value, true);
    this.#dispatch({ kind: 'flow-open' });
  }

  async #register(): Promise<void> {
    const way = this.#way;
    const outcome = await way?.client.register(this.#ports.expires());
    if (this.#way !== way || !outcome) return;
    this.#dispatch(
      outcome.kind === 'accepted' ? { kind: 'accepted', expires: outcome.expires } : { kind: 'failed' },
    );
  }

  #lost(way: Way): void {
    if (this.#way === way) this.#dispatch({ kind: 'failed' });
  }

  #close(): void {
    const way = this.#way;
    this.#stopTimer();
    this.#way = undefined;
    way?.keepAlive.stop();
    way?.flow?.close();
    if (!way) return;
    way.line.userAgent.detach();
    if (way.line.calls.size > 0) this.#left.add(way.line);
    else way.line.userAgent.dispose();
  }
}
