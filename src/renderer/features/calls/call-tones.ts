import type { Call } from '../../../shared/domain/call.ts';
import { mayDisturb } from '../../../shared/domain/interruption.ts';
import type { Settings } from '../../../shared/domain/settings.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import type { Bridge } from '../../bridge/bridge.ts';
import { soleKey } from '../../bridge/entity-store.ts';
import { createTones, type ToneName, type TonePlayer } from '../../media/tones.ts';
import { isRunning } from './shown-calls.ts';

export interface WantedTones {
  /** On the ringers. */
  readonly ringer: ToneName | undefined;
  /** Where the call itself is heard. */
  readonly line: ToneName | undefined;
}

/**
 * Which tones the calls ask for (product-and-ux 3.9): the ring when nobody is in a call, a soft beep when somebody is (another one when several wait),
 * ringback while the far end rings without sound of its own. `isSilent` mutes what announces incoming calls, nothing else.
 */
export function wantedTones(all: readonly Call[], isSilent: boolean): WantedTones {
  // The phone on the desk makes its own sounds.
  const calls = all.filter(({ phone }) => phone === undefined);
  const ringing = isSilent ? 0 : calls.filter((call) => call.state === 'ringing-in').length;
  const isRinging = ringing > 0;
  const waiting = ringing > 1 ? 'calls-waiting' : 'call-waiting';
  const isInCall = calls.some(isRunning);
  const isWaiting = calls.some((call) => call.state === 'ringing-out');
  const isBusy = calls.some((call) => call.state === 'ended' && call.error?.code === 'call.busy');
  return {
    ringer: isRinging && !isInCall ? ringOf(calls) : undefined,
    line: isWaiting ? 'ringback' : isRinging && isInCall ? waiting : isBusy ? 'busy' : undefined,
  };
}

/** Of several that ring, the one that asks loudest. */
function ringOf(calls: readonly Call[]): ToneName {
  const styles = calls.filter((call) => call.state === 'ringing-in').map(({ ring }) => ring);
  if (styles.includes('urgent')) return 'ringing-urgent';
  if (styles.includes('distinct')) return 'ringing-distinct';
  return styles.every((style) => style === 'internal') ? 'ringing-internal' : 'ringing-in';
}

/** Plays what the calls ask for from now on; straight from the store, so that a ring ends with the answer and not with the next paint. */
export function connectCallTones(
  bridge: Pick<Bridge, 'store'>,
  createPlayer: () => TonePlayer = createTones,
): () => void {
  const { store } = bridge;
  const line = createPlayer();
  let ringers = new Map<string, TonePlayer>();
  const applyDevices = (settings: Settings) => {
    line.useOutput(settings.speakerId);
    const ids = settings.ringerIds.length > 0 ? settings.ringerIds : [''];
    for (const [id, player] of ringers) if (!ids.includes(id)) player.stop();
    ringers = new Map(ids.map((id) => [id, ringers.get(id) ?? createPlayer()]));
    for (const [id, player] of ringers) player.useOutput(id);
  };
  const update = () => {
    const settings = store.get('settings', soleKey) ?? defaultSettings;
    applyDevices(settings);
    const self = store.get('self', soleKey);
    const calls = [...store.all('calls').values()];
    const isSilent = !calls.some(
      (call) => call.state === 'ringing-in' && mayDisturb(self, call.peer.address),
    );
    const wanted = wantedTones(calls, isSilent || !settings.playSounds);
    for (const player of ringers.values()) player.play(wanted.ringer);
    line.play(wanted.line);
  };
  const stops = (['calls', 'settings', 'self'] as const).map((topic) =>
    store.subscribe(topic, undefined, update),
  );
  update();
  return () => {
    for (const stop of stops) stop();
    for (const player of ringers.values()) player.stop();
    line.stop();
  };
}
