import { failure, fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { RequestCall } from '../../ports/im-presence.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { SipAccount } from '../../ports/sip.port.ts';
import type { Dialer } from '../link/dialer.ts';
import { abilitiesQuestion } from './transport/abilities-question.ts';
import { openFlow } from './transport/open-flow.ts';

export interface GreetSipPorts {
  readonly dialer: Dialer;
  readonly dns: Dns;
  readonly clock: Clock;
  readonly random: Random;
}

export interface SipGreeting {
  /** Any final status proves that SIP is spoken there; many servers refuse OPTIONS from strangers. */
  readonly status: number;
}

const TIMEOUT_MS = 6_000;

/**
 * Asks a registrar for its abilities (OPTIONS, RFC 3261 section 11.1) over a connection of its own. No password is shown.
 * Failures: those of the dialler, net.timeout when nothing is answered, app.cancelled.
 */
export async function greetSip(
  ports: GreetSipPorts,
  { aor, registrar }: { readonly aor: string; readonly registrar: SipAccount['registrars'][number] },
  { signal, span }: RequestCall,
): Promise<Result<SipGreeting>> {
  const answer = Promise.withResolvers<Result<SipGreeting>>();
  const question = abilitiesQuestion(ports.random, aor);
  const { host, port } = registrar;
  const cancelTimer = ports.clock.after(TIMEOUT_MS, () =>
    answer.resolve(fail('net.timeout', { host, port })),
  );
  const onAbort = (): void => answer.resolve(fail('app.cancelled'));
  signal.addEventListener('abort', onAbort, { once: true });
  const listener = {
    onMessage: (text: string) => {
      const status = question.finalStatus(text);
      if (status !== undefined) answer.resolve(ok({ status }));
    },
    onLost: (error: ReturnType<typeof failure>) => answer.resolve({ ok: false, error }),
  };
  const domain = aor.slice(aor.lastIndexOf('@') + 1);
  const opened = await openFlow(ports, { registrar, domain, listener, timeoutMs: TIMEOUT_MS, signal, span });
  try {
    if (!opened.ok) return opened;
    // Over UDP the flow itself says it again until it is answered.
    opened.value
      .send(question.textFor(opened.value))
      .catch(() => answer.resolve(fail('net.reset', { host, port })));
    return await answer.promise;
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
    if (opened.ok) opened.value.close();
  }
}
