import { isWorthAnother } from '../../../shared/errors/is-worth-another.ts';
import { failure, type Failure, type Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';

/** A server that hasn't answered after so long is no longer waited for alone: the next one is asked too. */
const HEAD_START_MS = 1_000;

export interface TurnsRequest<T> {
  /** Best first. */
  readonly servers: readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  ask(server: string, signal: AbortSignal): Promise<Result<T>>;
}

/**
 * Asks one server after the other: the next at once when one fails in a way that another may not, and beside one that takes
 * its time, so that a server that hangs never stalls a search (C1, A9). The first answer counts and cancels the other
 * questions; a refusal is an answer. The failure is that of the last server that failed.
 */
export function askInTurn<T>(
  request: TurnsRequest<T>,
): Promise<Result<{ readonly server: string; readonly value: T }>> {
  const { servers, clock, signal } = request;
  return new Promise((resolve) => {
    const rest = new AbortController();
    const giveUp = (): void => rest.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    let asked = 0;
    let running = 0;
    let last: Failure = failure('directory.unavailable');
    let stopTimer: Cancel = () => {};
    const settle = (result: Result<{ server: string; value: T }>): void => {
      stopTimer();
      signal.removeEventListener('abort', giveUp);
      resolve(result);
      rest.abort();
    };
    const take = (server: string, answer: Result<T>): void => {
      running -= 1;
      if (rest.signal.aborted && !signal.aborted) return;
      if (answer.ok) return settle({ ok: true, value: { server, value: answer.value } });
      last = answer.error;
      if (isWorthAnother(last)) askNext();
      else settle({ ok: false, error: last });
    };
    const askNext = (): void => {
      stopTimer();
      const server = servers[asked];
      if (server === undefined || signal.aborted) {
        if (running === 0) settle({ ok: false, error: signal.aborted ? failure('app.cancelled') : last });
        return;
      }
      asked += 1;
      running += 1;
      if (asked < servers.length) stopTimer = clock.after(HEAD_START_MS, askNext);
      void request.ask(server, rest.signal).then((answer) => take(server, answer));
    };
    askNext();
  });
}
