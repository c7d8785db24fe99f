import type { UpdateState } from '../../../shared/domain/support.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { UpdateFeed, UpdateOffer, Updater } from '../../ports/updater.port.ts';
import { isNewer } from './compare-versions.ts';
import {
  changeUpdates,
  shownUpdate,
  type UpdateEffect,
  type UpdateEvent,
  updatesOff,
} from './update.machine.ts';

export interface UpdatesPorts {
  readonly version: string;
  readonly platform: 'windows' | 'mac' | 'linux';
  readonly policies: Policies;
  readonly feed: UpdateFeed;
  /** Absent: updates are told of, no more. */
  readonly updater: Updater | undefined;
  readonly isOnCall: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
}

export interface Updates {
  readonly handlers: Pick<
    Handlers,
    'support/check-update' | 'support/install-update' | 'support/postpone-update'
  >;
  state(): UpdateState;
  begin(): void;
  /** A call began or ended. */
  callsChanged(): void;
  stop(): void;
}

const HOUR_MS = 3_600_000;
/** Between two looks. */
const LOOK_MS = 8 * HOUR_MS;
const POSTPONE_MS = 24 * HOUR_MS;

/** Drives the update machine (S4). */
export function createUpdates(ports: UpdatesPorts): Updates {
  const { policies, feed, updater, clock, log } = ports;
  let current = updatesOff;
  let timer: Cancel = () => undefined;
  const ending = new AbortController();
  const url = () => policies.current().text('UpdateURL');

  const act = (event: UpdateEvent): void => {
    const { state, effects } = changeUpdates(current, event);
    if (state === current) return;
    current = state;
    ports.onChange();
    for (const effect of effects) carryOut(effect);
  };
  const carryOut = (effect: UpdateEffect): void => {
    switch (effect.kind) {
      case 'look':
        return void look();
      case 'download':
        return void download(effect.offer);
      case 'install':
        return updater?.install();
      default:
        return assertNever(effect);
    }
  };

  async function look(): Promise<void> {
    const found = await feed.look(url(), ports.platform, ending.signal);
    timer();
    timer = clock.after(LOOK_MS, () => act({ kind: 'look' }));
    if (!found.ok) {
      log.warn('no update information', { code: found.error.code });
      return act({ kind: 'look-failed', error: found.error });
    }
    const offer = found.value && isNewer(found.value.version, ports.version) ? found.value : undefined;
    act({ kind: 'looked', at: clock.now(), canInstall: updater !== undefined, ...(offer && { offer }) });
  }

  async function download({ feed: folder, version }: UpdateOffer): Promise<void> {
    if (folder === undefined || !updater) return;
    log.info('update is being loaded', { version });
    const onProgress = (percent: number) => act({ kind: 'progress', percent: Math.round(percent) });
    const done = await updater.download({ feed: folder, version }, onProgress, ending.signal);
    if (!done.ok) log.warn('update not loaded', { version, code: done.error.code });
    act(done.ok ? { kind: 'downloaded' } : { kind: 'download-failed', error: done.error });
  }

  return {
    state: () => shownUpdate(current, clock.now()),
    begin() {
      const configure = () => act({ kind: 'configured', hasFeed: url() !== '' });
      policies.onChange(configure);
      configure();
    },
    callsChanged: () => {
      const isOnCall = ports.isOnCall();
      if (isOnCall !== current.isOnCall) act({ kind: 'calls', isOnCall });
    },
    stop() {
      timer();
      ending.abort();
    },
    handlers: {
      'support/check-update': async () => {
        act({ kind: 'look' });
        return ok();
      },
      'support/install-update': async () => {
        if (current.phase.kind !== 'ready') return fail('app.unavailable');
        act({ kind: 'calls', isOnCall: ports.isOnCall() });
        if (current.isOnCall) return fail('app.on-call');
        act({ kind: 'install' });
        return ok();
      },
      'support/postpone-update': async () => {
        const { phase } = current;
        if (phase.kind === 'ready' && phase.offer.isMandatory) return fail('app.not-allowed');
        act({ kind: 'postpone', until: clock.now() + POSTPONE_MS });
        clock.after(POSTPONE_MS, ports.onChange);
        return ok();
      },
    },
  };
}
