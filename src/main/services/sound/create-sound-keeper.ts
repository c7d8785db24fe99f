import { ONLY } from '../../../shared/contract/topics.ts';
import type { Call } from '../../../shared/domain/call.ts';
import type { SoundPlace } from '../../../shared/domain/sound-place.ts';
import type { Carrier } from '../../ports/carrier.port.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { MediaPageDoor } from '../../ports/media-page.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import { noSound, placeOf, type SoundEffect, type SoundEvent, soundStep } from './sound-place.machine.ts';

export interface SoundKeeperPorts {
  /** Absent: the window holds the sound, always. */
  readonly mediaPage?: MediaPageDoor | undefined;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keeps the media page open while somebody can call, and says which page holds the sound (topic `soundPlace`). */
export interface SoundKeeper {
  /** A phone is there: the page is opened soon. Said again it does nothing. */
  begin(): void;
  /** A call of this computer's is there: at once. */
  callChanged(id: string, call: Pick<Call, 'phone' | 'state'> | undefined): void;
  /** Nobody calls any more. */
  end(): void;
  /** A client with the role `media` has come; the one before it goes. */
  attached(carrier: Carrier): void;
  place(): SoundPlace['page'];
}

/** Signing in has better things to do than open a page that nobody hears yet. */
const SOON_MS = 3_000;
/** A page that has not come by then is not waited for; on a busy machine a browser takes its time. */
const OVERDUE_MS = 15_000;

export function createSoundKeeper({ mediaPage, publisher, clock, log }: SoundKeeperPorts): SoundKeeper {
  let state = noSound;
  let present: Carrier | undefined;
  let stopTimer: Cancel = () => undefined;
  let stopSoon: Cancel | undefined;
  const place = () => (mediaPage ? placeOf(state) : 'window');
  const show = () => publisher.set('soundPlace', ONLY, { page: place() });

  const open = (): void => {
    stopTimer = clock.after(OVERDUE_MS, () => take({ type: 'overdue' }));
    mediaPage?.open().then(
      (isOpened) => isOpened || take({ type: 'refused' }),
      () => take({ type: 'refused' }),
    );
  };
  const run = (effect: SoundEffect): void => {
    stopTimer();
    if (effect.type === 'close') mediaPage?.close();
    if (effect.type !== 'open') return;
    if (effect.afterMs === 0) open();
    else stopTimer = clock.after(effect.afterMs, open);
  };
  const take = (event: SoundEvent): void => {
    const before = place();
    const step = soundStep(state, event);
    state = step.state;
    for (const effect of step.effects) run(effect);
    if (place() === before) return;
    log.warn('the sound of calls has moved', { page: place(), because: event.type });
    show();
  };
  const want = (): void => take({ type: 'wanted' });
  show();
  return {
    begin() {
      if (mediaPage) stopSoon ??= clock.after(SOON_MS, want);
    },
    callChanged(_id, call) {
      if (stopSoon && call && call.phone === undefined && call.state !== 'ended') want();
    },
    end() {
      stopSoon?.();
      stopSoon = undefined;
      take({ type: 'unwanted' });
    },
    attached(carrier) {
      const previous = present;
      present = carrier;
      previous?.close();
      carrier.onClose(() => {
        if (present !== carrier) return;
        present = undefined;
        if (state.kind === 'there') log.warn('the media page is gone and is opened again');
        take({ type: 'went', at: clock.monotonic() });
      });
      take({ type: 'came' });
    },
    place,
  };
}
