import { ONLY } from '../../../shared/contract/topics.ts';
import type { Call } from '../../../shared/domain/call.ts';
import { type CallDeed, deedOf } from '../../../shared/domain/call-key.ts';
import {
  type HotKeyAction,
  hotKeyActions,
  type HotKeys,
  type HotKeyState,
  readHotKey,
} from '../../../shared/domain/hot-keys.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import { type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { GlobalKeys } from '../../ports/global-keys.port.ts';
import type { CallContext, Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import { numberInText } from './number-in-text.ts';

export interface HotKeysPorts {
  /** Absent: this computer's host has no global keys. */
  readonly keys: GlobalKeys | undefined;
  readonly settings: SettingsSource;
  readonly calls: Pick<
    Handlers,
    'calls/answer' | 'calls/decline' | 'calls/hang-up' | 'calls/set-mute' | 'calls/preview' | 'calls/dial'
  >;
  readonly showWindow: () => void;
  readonly prompter: Prompter;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly log: Log;
}

export interface HotKeysService {
  readonly handlers: Pick<Handlers, 'hot-keys/rest'>;
  begin(): void;
  end(): void;
  /** A call as it is now; nothing: it is gone. */
  callChanged(id: string, call: Call | undefined): void;
}

const REST_MS = 30_000;
const NO_CALLER: CallContext = { signal: new AbortController().signal };

/** Keys that act whichever program is in front (X5). Those that cannot be had are published as such, never taken away from others. */
export function createHotKeys(ports: HotKeysPorts): HotKeysService {
  return new HotKeyDesk(ports);
}

class HotKeyDesk implements HotKeysService {
  readonly handlers: HotKeysService['handlers'];
  private readonly ports: HotKeysPorts;
  private readonly calls = new Map<string, Call>();
  private taken: readonly string[] = [];
  private stopListening = (): void => undefined;
  private endRest: Cancel | undefined;
  private isAsking = false;

  constructor(ports: HotKeysPorts) {
    this.ports = ports;
    this.handlers = { 'hot-keys/rest': async ({ isResting }) => this.rest(isResting) };
  }

  begin(): void {
    if (!this.ports.keys) return;
    let last = '';
    this.stopListening = this.ports.settings.onChange(({ hotKeyCall, hotKeys }) => {
      const now = JSON.stringify([hotKeyCall, hotKeys]);
      if (now !== last) this.take();
      last = now;
    });
    this.take();
  }

  end(): void {
    this.stopListening();
    this.endRest?.();
    this.giveBack();
  }

  callChanged(id: string, call: Call | undefined): void {
    if (call) this.calls.set(id, call);
    else this.calls.delete(id);
  }

  private giveBack(): void {
    for (const key of this.taken) this.ports.keys?.release(key);
    this.taken = [];
  }

  /** All keys anew: which one is whose may have changed in any way. */
  private take(): void {
    const { publisher, settings, log } = this.ports;
    this.giveBack();
    const { hotKeyCall, hotKeys } = settings.current();
    const chosen = { ...hotKeys, call: hotKeyCall };
    const keys: HotKeys['keys'] = [];
    for (const action of hotKeyActions) {
      const state = this.takeOne(action, chosen[action]);
      if (state === 'taken') log.warn('a global key is taken by another program', { action });
      keys.push({ action, key: chosen[action], state });
    }
    publisher.set('hotKeys', ONLY, { keys });
  }

  private takeOne(action: HotKeyAction, written: string): HotKeyState {
    if (written === '') return 'off';
    const key = readHotKey(written);
    if (key === undefined) return 'unusable';
    if (this.taken.includes(key)) return 'repeated';
    if (!this.ports.keys?.take(key, () => this.pressed(action))) return 'taken';
    this.taken = [...this.taken, key];
    return 'on';
  }

  private rest(isResting: boolean): Result<void> {
    this.endRest?.();
    this.endRest = undefined;
    if (!this.ports.keys) return ok();
    if (!isResting) {
      this.take();
      return ok();
    }
    this.giveBack();
    // A window that goes while it waits for a key must not leave the person without any.
    this.endRest = this.ports.clock.after(REST_MS, () => this.take());
    return ok();
  }

  private pressed(action: HotKeyAction): void {
    if (action === 'show') return this.ports.showWindow();
    if (action === 'call') {
      void this.callSelected();
      return;
    }
    const deed = deedOf(action, this.calls.values());
    if (deed) void this.run(deed);
  }

  private async run(deed: CallDeed): Promise<void> {
    const done = await this.done(deed);
    if (!done.ok) this.tell(done.error);
  }

  private done(deed: CallDeed): Promise<Result<void>> {
    const { calls } = this.ports;
    const { callId } = deed;
    switch (deed.kind) {
      case 'answer':
        return calls['calls/answer']({ callId }, NO_CALLER);
      case 'decline':
        return calls['calls/decline']({ callId }, NO_CALLER);
      case 'hang-up':
        return calls['calls/hang-up']({ callId }, NO_CALLER);
      case 'mute':
        return calls['calls/set-mute']({ callId, isMuted: deed.isMuted }, NO_CALLER);
      default:
        return assertNever(deed);
    }
  }

  /** Never dials by itself: the number is shown as it will be dialled, and the person says yes. */
  private async callSelected(): Promise<void> {
    const { keys, calls, prompter, showWindow } = this.ports;
    // The key repeats while it is held, and one question is enough.
    if (this.isAsking) return;
    this.isAsking = true;
    // Before the window comes forward: what is selected may be the front program's.
    const selected = await keys?.selectedText().catch(() => '');
    this.isAsking = false;
    showWindow();
    const target = numberInText(selected ?? '');
    if (target === undefined) return prompter.tell({ tone: 'info', text: { key: 'hot-keys.no-number' } });
    const preview = await calls['calls/preview']({ target }, NO_CALLER);
    if (!preview.ok) return this.tell(preview.error);
    const { number, isEmergency } = preview.value;
    this.isAsking = true;
    const isWanted = await prompter
      .ask({ kind: 'dial', target: number, shown: target, isEmergency, origin: 'selection' })
      .finally(() => {
        this.isAsking = false;
      });
    if (!isWanted) return;
    const dialled = await calls['calls/dial']({ target }, NO_CALLER);
    if (!dialled.ok) this.tell(dialled.error);
  }

  private tell(error: Failure): void {
    const { code, params } = error;
    const given = params && { params: { ...params } };
    this.ports.prompter.tell({
      tone: 'warning',
      text: { key: `error.${code}`, ...given },
      error: { code, ...given },
    });
  }
}
