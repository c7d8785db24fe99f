import { ONLY } from '../../../shared/contract/topics.ts';
import type { HistoryState } from '../../../shared/domain/history.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';
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
 * Publishes what is kept of chats and for how long, and sees to it: takes older messages away soon after the start, each hour
 * and when the choice changes; where nothing may be kept, takes everything out of the file, at once when that is decided while
 * the app runs. What may be kept again, or longer, is read from the archive again. Returns what stops it.
 */
export function keepFor(ports: Omit<HistoryPorts, 'people'>, store: ChatStore): () => void {
  const { settings, policies, publisher, clock, log } = ports;
  let cancel: Cancel = () => undefined;
  let isStopped = false;
  let state: HistoryState | undefined;
  let work: Promise<void> = Promise.resolve();

  const hide = (ids: readonly MessageId[]): void => {
    for (const id of ids) publisher.remove('messages', id);
  };
  /** True when there may be more. */
  const wipe = async (): Promise<boolean> => {
    const removed = await store.wipe(BATCH);
    if (!isStopped) hide(removed);
    return removed.length > 0;
  };
  const forget = async (days: number): Promise<boolean> => {
    const { removed, conversations } = await store.forgetBefore(clock.now() - days * DAY_MS, BATCH);
    if (isStopped) return false;
    hide(removed);
    ports.showConversations(conversations);
    return removed.length === BATCH;
  };
  const sweep = async (): Promise<void> => {
    await work;
    if (isStopped || state === undefined) return;
    if (!state.isKept) return (await wipe()) ? later(PAUSE_MS) : undefined;
    if (state.days !== undefined) later((await forget(state.days)) ? PAUSE_MS : HOUR_MS);
  };
  const later = (ms: number): void => {
    cancel();
    if (isStopped) return;
    cancel = clock.after(ms, () => {
      sweep().catch((error: unknown) => {
        log.warn('old messages not removed', { reason: nameOf(error) });
        later(HOUR_MS);
      });
    });
  };
  /** An administrator's word while the app runs. */
  const change = async (before: HistoryState | undefined, now: HistoryState): Promise<void> => {
    // At the start the store was opened so; where the word came between, it is made so now.
    if (before === undefined) return void (await store.setKept(now.isKept, false));
    if (before.isKept !== now.isKept) {
      const { removed, conversations } = await store.setKept(now.isKept);
      if (isStopped) return;
      hide(removed);
      ports.showConversations(conversations);
    }
    if (!now.isKept) ports.followArchive(false);
    else if (!before.isKept || isLonger(before, now)) await readAgain();
  };
  const readAgain = async (): Promise<void> => {
    for (const scope of ['all' as const, ...(await store.conversations()).map(({ id }) => id)])
      await store.setArchiveState(scope, { gaps: [], reachedStart: false });
    if (!isStopped) ports.followArchive(true);
  };
  const take = (): void => {
    const before = state;
    state = retention(settings.current(), policies.current());
    publisher.set('history', ONLY, state);
    if (before?.isKept === state.isKept && before.days === state.days) return;
    cancel();
    const now = state;
    work = work
      .then(() => change(before, now))
      .catch((error: unknown) => log.error('keeping not changed', { reason: nameOf(error) }));
    const isUrgent = before?.isKept === true && !state.isKept;
    if (!state.isKept || state.days !== undefined) later(isUrgent ? 0 : FIRST_MS);
  };
  const stops = [settings.onChange(take), policies.onChange(take)];
  take();
  return () => {
    isStopped = true;
    cancel();
    for (const stop of stops) stop();
  };
}

const isLonger = ({ days: before }: HistoryState, { days: now }: HistoryState): boolean =>
  before !== undefined && (now === undefined || now > before);

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
