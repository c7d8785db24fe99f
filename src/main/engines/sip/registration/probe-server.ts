import type { Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import { abilitiesQuestion } from '../transport/abilities-question.ts';
import type { FlowListener, SipFlow } from '../transport/sip-flow.ts';

export interface ProbePorts {
  readonly clock: Clock;
  readonly random: Random;
  /** Address of record without its scheme, for From. */
  readonly aor: string;
  openFlow(server: number, listener: FlowListener): Promise<Result<SipFlow>>;
}

/** Connection and answer together. */
const PROBE_MS = 4_000;

/**
 * Asks a server that we aren't registered at whether it serves: an OPTIONS over a connection of its own. Any answer but a
 * server's own failure (5xx) counts: a refusal proves life.
 */
export function probeServer(ports: ProbePorts, server: number, onResult: (isAlive: boolean) => void): Cancel {
  const { clock, random } = ports;
  const question = abilitiesQuestion(random, ports.aor);
  let flow: SipFlow | undefined;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    stopTimer();
    flow?.close();
  };
  const settle = (isAlive: boolean): void => {
    if (isOver) return;
    end();
    onResult(isAlive);
  };
  const stopTimer = clock.after(PROBE_MS, () => settle(false));
  const listener: FlowListener = {
    onMessage(text) {
      const status = question.finalStatus(text);
      if (status !== undefined) settle(status < 500 || status >= 600);
    },
    onLost: () => settle(false),
  };
  void ports.openFlow(server, listener).then((opened) => {
    if (isOver) return opened.ok ? opened.value.close() : undefined;
    if (!opened.ok) return settle(false);
    flow = opened.value;
    // Over UDP the flow itself says it again until it is answered.
    void flow.send(question.textFor(flow)).catch(() => settle(false));
  });
  return end;
}
