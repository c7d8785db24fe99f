import { C, URI } from 'sip.js/lib/core/index.js';
import { failure, type Failure } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { SipFlow } from '../transport/sip-flow.ts';
import type { UserAgent } from '../user-agent.ts';

export interface KeepAlivePorts {
  readonly clock: Clock;
  readonly userAgent: UserAgent;
  onDead(cause: Failure): void;
}

/** Within which a loss must be noticed where the device file says nothing (A9), seconds. */
const DEFAULT_S = 120;

/**
 * Parts of the time within which a loss is noticed; together they stay below it. Pings come often enough for firewalls, 30 s.
 * After `silence` the server is asked outright: servers needn't answer our pings (CUCM doesn't); `probe` is for its answer.
 */
function timesOf(withinS: number): {
  readonly ping: number;
  readonly silence: number;
  readonly probe: number;
} {
  const within = Math.max(withinS, 2) * 1_000;
  return { ping: Math.min(within / 4, 30_000), silence: within / 2, probe: within / 6 };
}

/** A connection that is kept by STUN (Expressway X14, cisco-uc 9.4): asked every 30 s, dead without an answer within 3 s. */
const STUN_EVERY_MS = 30_000;
const STUN_ANSWER_MS = 3_000;

/** Keeps a flow open, and notices when nobody is at its other end any more. */
export class KeepAlive {
  readonly #ports: KeepAlivePorts;
  readonly #times: ReturnType<typeof timesOf>;
  #stopTimer: Cancel = () => {};
  #stopProbe: Cancel = () => {};

  constructor(ports: KeepAlivePorts) {
    this.#ports = ports;
    this.#times = timesOf(ports.userAgent.account.timers?.keepAliveS ?? DEFAULT_S);
  }

  /** `byStun`: the server answers STUN on this connection. */
  start(flow: SipFlow, byStun = false): void {
    this.stop();
    if (byStun && flow.askByStun) return this.#askByStun(flow, flow.askByStun.bind(flow));
    this.#stopTimer = this.#ports.clock.after(this.#times.ping, () => {
      if (this.#ports.clock.monotonic() - flow.lastHeard() >= this.#times.silence) this.#probe(flow);
      else flow.ping();
      this.#again(flow);
    });
  }

  stop(): void {
    this.#stopTimer();
    this.#stopProbe();
    this.#stopProbe = () => {};
  }

  #again(flow: SipFlow): void {
    const stopProbe = this.#stopProbe;
    this.#stopProbe = () => {};
    this.start(flow);
    this.#stopProbe = stopProbe;
  }

  #askByStun(flow: SipFlow, ask: () => void): void {
    const { clock } = this.#ports;
    this.#stopTimer = clock.after(STUN_EVERY_MS, () => {
      const asked = clock.monotonic();
      ask();
      this.#stopProbe = clock.after(STUN_ANSWER_MS, () => {
        if (flow.lastHeard() < asked)
          this.#ports.onDead(failure('net.timeout', { ...flow.endpoint }, 'STUN unanswered'));
      });
      this.#askByStun(flow, ask);
    });
  }

  /** Any answer to OPTIONS proves life, a refusal too. */
  #probe(flow: SipFlow): void {
    const { clock, userAgent } = this.#ports;
    const asked = clock.monotonic();
    this.#stopProbe();
    this.#stopProbe = clock.after(this.#times.probe, () => {
      if (flow.lastHeard() < asked)
        this.#ports.onDead(failure('net.timeout', { ...flow.endpoint }, 'OPTIONS unanswered'));
    });
    const server = new URI('sip', '', userAgent.core.configuration.aor.host);
    userAgent.core.request(userAgent.request(C.OPTIONS, server));
  }
}
