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

const PING_MS = 30_000;
/** Silence after which the server is asked outright: servers needn't answer our pings (CUCM doesn't). */
const SILENCE_MS = 60_000;
/** Time for the answer. Together below the 120 s within which a loss must be noticed (A9). */
const PROBE_MS = 20_000;

/** Keeps a flow open, and notices when nobody is at its other end any more. */
export class KeepAlive {
  readonly #ports: KeepAlivePorts;
  #stopTimer: Cancel = () => {};
  #stopProbe: Cancel = () => {};

  constructor(ports: KeepAlivePorts) {
    this.#ports = ports;
  }

  start(flow: SipFlow): void {
    this.stop();
    this.#stopTimer = this.#ports.clock.after(PING_MS, () => {
      if (this.#ports.clock.monotonic() - flow.lastHeard() >= SILENCE_MS) this.#probe(flow);
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

  /** Any answer to OPTIONS proves life, a refusal too. */
  #probe(flow: SipFlow): void {
    const { clock, userAgent } = this.#ports;
    const asked = clock.monotonic();
    this.#stopProbe();
    this.#stopProbe = clock.after(PROBE_MS, () => {
      if (flow.lastHeard() < asked)
        this.#ports.onDead(failure('net.timeout', { ...flow.endpoint }, 'OPTIONS unanswered'));
    });
    const server = new URI('sip', '', userAgent.core.configuration.aor.host);
    userAgent.core.request(userAgent.request(C.OPTIONS, server));
  }
}
