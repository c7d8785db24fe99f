import { ONLY } from '../../../shared/contract/topics.ts';
import type { ChatStore } from '../../ports/chat-store.port.ts';
import type { Cancel } from '../../ports/clock.port.ts';
import type { HistoryPorts } from './create-history.service.ts';
import { retention } from './retention.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** At the start other things come first. */
const FIRST_MS = 20_000;
/** Small, so that a message that is sent just then does not wait. */
const BATCH = 200;
const PAUSE_MS = 50;

/**
 * Publishes how long chats are kept, and takes older messages away while the app runs: soon after the start, each hour, and when
 * the choice changes. Returns what stops it.
 */
export function keepFor(ports: Omit<HistoryPorts, 'people'>, store: ChatStore): () => void {
  const { settings, policies, publisher, clock, log } = ports;
  let cancel: Cancel = () => undefined;
  let isStopped = false;
  let days: number | undefined;

  const sweep = async (): Promise<void> => {
    if (isStopped || days === undefined) return;
    const { removed, conversations } = await store.forgetBefore(clock.now() - days * DAY_MS, BATCH);
    if (isStopped) return;
    for (const id of removed) publisher.remove('messages', id);
    ports.showConversations(conversations);
    later(removed.length < BATCH ? HOUR_MS : PAUSE_MS);
  };
  const later = (ms: number): void => {
    cancel();
    cancel = clock.after(ms, () => {
      sweep().catch((error: unknown) => {
        log.warn('old messages not removed', { reason: error instanceof Error ? error.name : 'unknown' });
        later(HOUR_MS);
      });
    });
  };
  const take = (): void => {
    const state = retention(settings.current(), policies.current());
    publisher.set('history', ONLY, state);
    if (state.days === days) return;
    days = state.days;
    cancel();
    if (days !== undefined) later(FIRST_MS);
  };
  const stops = [settings.onChange(take), policies.onChange(take)];
  take();
  return () => {
    isStopped = true;
    cancel();
    for (const stop of stops) stop();
  };
}
