import type { Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import { type FlowListener, hostPort, type SipFlow, viaName } from '../transport/sip-flow.ts';

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
  const callId = random.uuid();
  const token = (): string => Buffer.from(random.bytes(8)).toString('hex');
  const [tag, branch] = [token(), token()];
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
      const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1]);
      if (status >= 200 && text.includes(callId)) settle(status < 500 || status >= 600);
    },
    onLost: () => settle(false),
  };
  void ports.openFlow(server, listener).then((opened) => {
    if (isOver) return opened.ok ? opened.value.close() : undefined;
    if (!opened.ok) return settle(false);
    flow = opened.value;
    // Over UDP the flow itself says it again until it is answered.
    void flow.send(optionsTo(flow, { aor: ports.aor, callId, tag, branch })).catch(() => settle(false));
  });
  return end;
}

/** RFC 3261 section 11.1. */
function optionsTo(
  flow: SipFlow,
  ids: { readonly aor: string; readonly callId: string; readonly tag: string; readonly branch: string },
): string {
  const { host, port } = flow.endpoint;
  return [
    `OPTIONS sip:${hostPort(host, port)} SIP/2.0`,
    `Via: SIP/2.0/${viaName(flow.transport)} ${flow.sentBy};branch=z9hG4bK${ids.branch};rport`,
    'Max-Forwards: 70',
    `From: <sip:${ids.aor}>;tag=${ids.tag}`,
    `To: <sip:${hostPort(host, port)}>`,
    `Call-ID: ${ids.callId}`,
    'CSeq: 1 OPTIONS',
    'Accept: application/sdp',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
