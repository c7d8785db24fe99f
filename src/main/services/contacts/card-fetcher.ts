import type { Log } from '../../ports/log.port.ts';
import type { VCard, Xmpp } from '../../ports/xmpp.port.ts';

/** So many cards are asked for at once: a list of five thousand must not flood the server at nine o'clock. */
const AT_ONCE = 3;

export interface CardFetcher {
  /** Asks for the card when its turn comes; the same address only once while it waits. */
  want(address: string): void;
  /** Forgets what waits: the stream is gone. What is still wanted will be asked for over the next one. */
  pause(): void;
  stop(): void;
}

/** Fetches cards politely, in the background, one after the other in a few lanes. */
export function createCardFetcher(
  xmpp: Pick<Xmpp, 'vcard'>,
  log: Log,
  onCard: (address: string, card: VCard) => Promise<void>,
): CardFetcher {
  const waiting = new Set<string>();
  let running = 0;
  let isStopped = false;

  async function fetch(address: string): Promise<void> {
    const card = await xmpp.vcard(address);
    if (card.ok && !isStopped) await onCard(address, card.value);
    else if (!card.ok) log.debug('card not had', { code: card.error.code });
  }

  function next(): void {
    const [address] = waiting;
    if (isStopped || address === undefined || running >= AT_ONCE) return;
    waiting.delete(address);
    running += 1;
    fetch(address)
      .catch((error: unknown) => {
        log.error('card not kept', { reason: error instanceof Error ? error.message : 'unknown' });
      })
      .finally(() => {
        running -= 1;
        next();
      });
  }

  return {
    want(address) {
      waiting.add(address);
      next();
    },
    pause: () => waiting.clear(),
    stop() {
      isStopped = true;
      waiting.clear();
    },
  };
}
