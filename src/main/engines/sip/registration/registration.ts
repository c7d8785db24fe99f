import { type Failure, failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Log } from '../../../ports/log.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { SipRegistration } from '../../../ports/sip.port.ts';
import type { Span } from '../../../ports/trace.port.ts';
import { type FlowListener, hostPort, type SipFlow } from '../transport/sip-flow.ts';
import type { UserAgent } from '../user-agent.ts';
import type { Registrar } from './redirected-to.ts';
import type { Standby } from './standby.ts';
import { BetterServerWatch } from './better-server-watch.ts';
import { KeepAlive } from './keep-alive.ts';
import { RegistrarClient, type RegisterOutcome } from './registrar-client.ts';
import {
  isBound,
  reduceRegistration,
  type RegistrationEffect,
  type RegistrationEvent,
  type RegistrationState,
} from './registration.machine.ts';

export interface RegistrationPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly userAgent: UserAgent;
  /** `to`: the one that the server named in its place. */
  openFlow(
    server: number,
    listener: FlowListener,
    span: Span | undefined,
    to?: Registrar,
  ): Promise<Result<SipFlow>>;
  /** Told after each change. */
  onChange(registration: SipRegistration): void;
  /** Registered again on another flow: dialogs must be told the new way to us. */
  onMoved(): void;
  /** A registration isn't moved back to a better server during a call. */
  hasCalls(): boolean;
  /** The second registration, for accounts that keep one. */
  readonly standby: Standby;
}

/** Where the device file says nothing of how long a better server must have answered (cisco-uc 6.2), seconds. */
const MONITOR_S = 120;

/** An answer to REGISTER should come well before sip.js' 32 s where another server could be asked. */
const ANSWER_MS = 8_000;

/** Runs the registration machine: opens flows, sends REGISTER, keeps time. */
export class Registration {
  readonly #ports: RegistrationPorts;
  readonly #client: RegistrarClient;
  readonly #keepAlive: KeepAlive;
  readonly #better: BetterServerWatch;
  #state: RegistrationState = { kind: 'off' };
  /** Grow with every flow and every REGISTER: what comes late from an older one is not heard. */
  #flowTurn = 0;
  #askTurn = 0;
  #stopTimer: Cancel = () => {};
  #stopAnswerTimer: Cancel = () => {};
  #span: Span | undefined;
  #isFlowNew = false;
  #takesStandby = false;
  #wasBound = false;
  #onFirst: ((result: Result<void>) => void) | undefined;
  #onOff: (() => void) | undefined;
  #off: Promise<void> | undefined;

  constructor(ports: RegistrationPorts) {
    this.#ports = ports;
    this.#client = new RegistrarClient(ports.userAgent, ports.random.uuid());
    this.#keepAlive = new KeepAlive({
      clock: ports.clock,
      userAgent: ports.userAgent,
      onDead: (cause) => this.#flowLost(cause),
    });
    const { account, core } = ports.userAgent;
    this.#better = new BetterServerWatch({
      ...ports,
      aor: `${core.configuration.aor.user ?? ''}@${core.configuration.aor.host}`,
      monitorMs: (account.timers?.monitorS ?? MONITOR_S) * 1_000,
      openFlow: (server, listener) => ports.openFlow(server, listener, undefined),
      onReturn: (server) => {
        ports.log.info('a better server answers again', { server });
        this.#dispatch({ kind: 'go-back', server });
      },
    });
  }

  /** Starts; the result is that of the first round. */
  start(span: Span | undefined): Promise<Result<void>> {
    this.#span = span;
    const first = new Promise<Result<void>>((resolve) => (this.#onFirst = resolve));
    this.#dispatch({ kind: 'start' });
    return first;
  }

  /** Starts anew and takes the line over from whoever has it (cisco-uc 12.2). */
  takeOver(): Promise<Result<void>> {
    this.#client.takeOver();
    return this.start(undefined);
  }

  /** Unbinds, waiting at most two seconds for the server. Asked once more, it waits no longer; all who asked are told. */
  stop(): Promise<void> {
    this.#settleFirst({ ok: false, error: failure('app.cancelled') });
    this.#off ??= new Promise<void>((resolve) => (this.#onOff = resolve));
    this.#dispatch({ kind: 'stop' });
    return this.#off;
  }

  nudge(): void {
    this.#dispatch({ kind: 'nudge' });
  }

  /** The account's servers are others now: connects to the best of them. The result is that of the first round. */
  move(span: Span | undefined): Promise<Result<void>> {
    const { kind } = this.#state;
    if (kind === 'off' || kind === 'stopped') return this.start(span);
    this.#settleFirst({ ok: false, error: failure('app.cancelled') });
    this.#span = span;
    const first = new Promise<Result<void>>((resolve) => (this.#onFirst = resolve));
    this.nudge();
    return first;
  }

  /** The last call is over: what had to wait for it may happen. */
  callsOver(): void {
    this.#better.dispatch({ kind: 'calls-over' });
  }

  isBound(): boolean {
    return isBound(this.#state);
  }

  registration(): SipRegistration {
    const state = this.#state;
    switch (state.kind) {
      case 'off':
      case 'leaving':
        return { kind: 'off' };
      case 'stopped':
        return state;
      case 'waiting':
        return { kind: 'waiting', retryAt: state.retryAt, cause: state.cause };
      case 'moving':
        return { kind: 'registering', attempt: 1 };
      case 'connecting':
      case 'registering':
        return { kind: 'registering', attempt: state.attempt };
      case 'registered':
      case 'refreshing': {
        const { flow, account } = this.#ports.userAgent;
        const isSurvivable = account.registrars[state.server]?.isSurvivable === true;
        return {
          kind: 'registered',
          server: flow ? hostPort(flow.endpoint.host, flow.endpoint.port) : '',
          transport: flow?.transport ?? 'udp',
          expiresAt: state.expiresAt,
          ...(state.server > 0 && { standIn: isSurvivable ? 'survivable' : 'fallback' }),
        };
      }
    }
  }

  #dispatch(event: RegistrationEvent): void {
    const { account } = this.#ports.userAgent;
    const world = {
      now: this.#ports.clock.now(),
      fraction: this.#ports.random.fraction(),
      servers: account.registrars.length,
      expires: account.expires,
    };
    const step = reduceRegistration(this.#state, event, world);
    const isChanged = step.state !== this.#state;
    this.#state = step.state;
    for (const effect of step.effects) this.#run(effect);
    if (isChanged) this.#announce();
  }

  #announce(): void {
    const registration = this.registration();
    this.#ports.log.info('registration', {
      state: this.#state.kind,
      ...('cause' in this.#state && { code: this.#state.cause.code }),
    });
    if (registration.kind === 'registered') this.#settleFirst(ok());
    else if ('cause' in registration) this.#settleFirst({ ok: false, error: registration.cause });
    this.#followStandby();
    this.#watchBetter();
    this.#ports.onChange(registration);
    if (this.#state.kind === 'off') this.#onOff?.();
    if (this.#state.kind !== 'registered' || !this.#isFlowNew) return;
    this.#isFlowNew = false;
    if (this.#wasBound) this.#ports.onMoved();
    this.#wasBound = true;
  }

  #followStandby(): void {
    const state = this.#state;
    const { standby, userAgent } = this.#ports;
    const main =
      isBound(state) && this.#takesStandby ? { server: state.server, flow: userAgent.flow } : undefined;
    standby.follow(main);
  }

  /** Where another registration stands by, the loss is not even seen. */
  #flowLost(cause: Failure): void {
    const taken = isBound(this.#state) ? this.#ports.standby.take() : undefined;
    if (!taken) return this.#dispatch({ kind: 'flow-lost', cause });
    this.#ports.log.info('the second registration is the first now', { code: cause.code });
    this.#closeFlow();
    const turn = this.#flowTurn;
    taken.hear(this.#listener(() => turn === this.#flowTurn));
    this.#ports.userAgent.regId = taken.regId;
    this.#attach(taken.flow, true);
    this.#dispatch({ kind: 'stood-in', server: taken.server });
  }

  #listener(isCurrent: () => boolean): FlowListener {
    return {
      onMessage: (text) => isCurrent() && this.#ports.userAgent.receive(text),
      onLost: (cause) => isCurrent() && this.#flowLost(cause),
    };
  }

  #attach(flow: SipFlow, byStun: boolean): void {
    this.#ports.userAgent.attach(flow);
    this.#isFlowNew = true;
    this.#keepAlive.start(flow, byStun);
  }

  #watchBetter(): void {
    const state = this.#state;
    // Of two that stand at once neither is the better one.
    if (this.#takesStandby) return this.#better.dispatch({ kind: 'lost' });
    this.#better.dispatch(isBound(state) ? { kind: 'registered', server: state.server } : { kind: 'lost' });
  }

  #settleFirst(result: Result<void>): void {
    this.#onFirst?.(result);
    this.#onFirst = undefined;
    this.#span = undefined;
  }

  #run(effect: RegistrationEffect): void {
    switch (effect.kind) {
      case 'open-flow':
        return void this.#openFlow(effect.server, effect.to);
      case 'close-flow':
        return this.#closeFlow();
      case 'send-register':
        return this.#register(effect.expires);
      case 'send-unregister':
        return void this.#client.register(0).then(() => this.#dispatch({ kind: 'left' }));
      case 'set-timer':
        this.#stopTimer();
        this.#stopTimer = this.#ports.clock.after(effect.ms, () => this.#dispatch({ kind: effect.event }));
        return;
      case 'stop-timer':
        return this.#stopTimer();
    }
  }

  async #openFlow(server: number, to: Registrar | undefined): Promise<void> {
    const turn = (this.#flowTurn += 1);
    const registrar = to ?? this.#ports.userAgent.account.registrars[server];
    const span = this.#span?.child('sip.connect', {
      host: registrar?.host ?? '',
      port: registrar?.port ?? 0,
      transport: registrar?.transport ?? '',
    });
    const isCurrent = (): boolean => turn === this.#flowTurn;
    const listener = this.#listener(isCurrent);
    const opened = await this.#ports.openFlow(server, listener, span, to);
    span?.end(opened.ok ? 'ok' : 'failed');
    if (!isCurrent()) {
      if (opened.ok) opened.value.close();
      return;
    }
    if (!opened.ok) return this.#dispatch({ kind: 'flow-failed', cause: opened.error });
    this.#takesStandby = false;
    this.#attach(opened.value, false);
    this.#dispatch({ kind: 'flow-open' });
  }

  #closeFlow(): void {
    this.#flowTurn += 1;
    this.#askTurn += 1;
    this.#stopAnswerTimer();
    this.#keepAlive.stop();
    this.#ports.userAgent.flow?.close();
    this.#ports.userAgent.detach();
  }

  #accepted(takesStandby: boolean): void {
    const { account, flow } = this.#ports.userAgent;
    const takesNow = takesStandby && account.keepsStandby === true;
    if (takesNow && !this.#takesStandby && flow) this.#keepAlive.start(flow, true);
    this.#takesStandby = takesNow;
  }

  #register(expires: number): void {
    const turn = (this.#askTurn += 1);
    const span = this.#span?.child('sip.register');
    const settle = (outcome: RegisterOutcome): void => {
      if (turn !== this.#askTurn) return;
      this.#askTurn += 1;
      this.#stopAnswerTimer();
      span?.note({ status: outcome.status });
      span?.end(outcome.kind === 'accepted' ? 'ok' : 'failed', outcome.roundTrips);
      if (outcome.kind === 'accepted') this.#accepted(outcome.takesStandby);
      this.#dispatch(outcome);
      if (outcome.kind !== 'accepted') return;
      for (const contact of outcome.stale)
        if (!this.#ports.standby.owns(contact)) this.#client.forget(contact);
    };
    const cause = unanswered(this.#ports.userAgent);
    if (this.#ports.userAgent.account.registrars.length > 1)
      this.#stopAnswerTimer = this.#ports.clock.after(ANSWER_MS, () =>
        settle({ kind: 'refused', status: 408, roundTrips: 1, verdict: { kind: 'try-next', cause } }),
      );
    void this.#client.register(expires).then(settle);
  }
}

const unanswered = ({ flow }: UserAgent): Failure =>
  failure('net.timeout', { host: '', port: 0, ...flow?.endpoint }, 'REGISTER unanswered');
