import { type KeyboardEvent, useEffect, useEffectEvent } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import { type CallDeed, callDeed, isWritingIn } from './call-shortcuts.ts';
import { toneOfKey } from './dial-keys.ts';
import type { CallCommands } from './use-call-commands.ts';
import type { ShowPicture } from './use-show-picture.ts';

interface KeyActions extends Readonly<Record<CallDeed, () => void>> {
  readonly tone: (digit: string) => void;
  readonly mute: () => void;
}

/** What the keys mean for this call, where its state allows it. */
export function keyActions(
  call: Call,
  commands: CallCommands,
  toggle: {
    readonly keypad: () => void;
    readonly panel: (wanted: 'transfer' | 'add') => void;
    readonly show: ShowPicture;
  },
): KeyActions {
  const { id, isMuted } = call;
  const can = (what: Call['can'][number]) => call.can.includes(what);
  return {
    tone: (digit) => can('dtmf') && commands.sendTones(id, digit),
    mute: () => can('mute') && commands.setMute(id, !isMuted),
    hold: () => (can('hold') ? commands.hold(id) : can('resume') && commands.resume(id)),
    keypad: () => can('dtmf') && toggle.keypad(),
    transfer: () => can('transfer') && toggle.panel('transfer'),
    add: () => can('merge') && toggle.panel('add'),
    video: () => toggle.show('camera'),
    share: () => toggle.show('screen'),
  };
}

/** Alt and a letter, from anywhere in the window. */
export function useWindowKeys(actions: KeyActions, isOn: boolean): void {
  const onKey = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const deed = callDeed(event, isWritingIn(event.target));
    if (deed === undefined) return;
    event.preventDefault();
    actions[deed]();
  });
  useEffect(() => {
    if (!isOn) return;
    const listener = (event: globalThis.KeyboardEvent) => onKey(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, [isOn]);
}

/** What a key does while the card has the focus (product-and-ux 3.10, 3.15); a focused button keeps its Space. */
export function keyAction(event: KeyboardEvent, actions: KeyActions): (() => void) | undefined {
  const { key, altKey } = event;
  const isCommand = event.ctrlKey || event.metaKey;
  if (altKey && !isCommand) {
    const deed = callDeed(event, isWritingIn(event.target));
    return deed && actions[deed];
  }
  if (isCommand) return key.toLowerCase() === 'd' && !event.shiftKey && !altKey ? actions.mute : undefined;
  if (key === ' ') return (event.target as HTMLElement).closest('button') ? undefined : actions.mute;
  const tone = toneOfKey(key);
  return tone === undefined ? undefined : () => actions.tone(tone);
}
