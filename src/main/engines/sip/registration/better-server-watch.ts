import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import { type ProbePorts, probeServer } from './probe-server.ts';
import { reduceReturn, type ReturnEffect, type ReturnEvent, type ReturnState } from './return.machine.ts';

export interface BetterServerWatchPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly aor: string;
  readonly monitorMs: number;
  readonly openFlow: ProbePorts['openFlow'];
  hasCalls(): boolean;
  onReturn(server: number): void;
}

/** Runs the return machine: asks better servers while a worse one serves, and says when to go back. */
export class BetterServerWatch {
  readonly #ports: BetterServerWatchPorts;
  #state: ReturnState = { kind: 'off' };
  #stopTimer: Cancel = () => {};
  #stopProbe: Cancel = () => {};

  constructor(ports: BetterServerWatchPorts) {
    this.#ports = ports;
  }

  dispatch(event: ReturnEvent): void {
    const { clock, monitorMs, hasCalls } = this.#ports;
    const world = { now: clock.monotonic(), monitorMs, hasCalls: hasCalls() };
    const step = reduceReturn(this.#state, event, world);
    this.#state = step.state;
    for (const effect of step.effects) this.#run(effect);
  }

  #run(effect: ReturnEffect): void {
    switch (effect.kind) {
      case 'probe':
        this.#stopProbe = probeServer(this.#ports, effect.server, (isAlive) =>
          this.dispatch({ kind: isAlive ? 'answered' : 'silent' }),
        );
        return;
      case 'set-timer':
        this.#stopTimer();
        this.#stopTimer = this.#ports.clock.after(effect.ms, () => this.dispatch({ kind: 'round-due' }));
        return;
      case 'stop':
        this.#stopTimer();
        this.#stopProbe();
        return;
      case 'return':
        return this.#ports.onReturn(effect.server);
    }
  }
}
