import { CallEndFilled, CallFilled } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import { deedOf } from '../../../shared/domain/call-key.ts';
import { useBridge, useEntities, useEntity } from '../../bridge/bridge-context.tsx';
import { plural, text } from '../../text/text.ts';
import { BeforeAll } from '../../ui/before-all.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { callShortcut, isWritingIn } from './call-shortcuts.ts';
import styles from './incoming-toasts.module.css';
import { toneOfKey } from './dial-keys.ts';
import { isRunning, toneTarget } from './shown-calls.ts';
import { type CallCommands, useCallCommands } from './use-call-commands.ts';
import { useCallsInView } from './use-calls-in-view.ts';

export interface IncomingToastsProps {
  readonly pictureOf: (hash: string | undefined) => string | undefined;
}

/** Ringing calls at the window's corner. They never take the focus; F6 goes there, Ctrl+Shift+F9 and F10 answer and decline. */
export function IncomingToasts({ pictureOf }: IncomingToastsProps) {
  const { toasts, hiddenCount } = useCallsInView();
  const calls = useEntities('calls');
  const { commands, failure } = useCallCommands();
  const region = useRef<HTMLElement>(null);
  useCallKeys(commands);
  useRegionKey(region, toasts.length > 0);
  const isInCall = [...calls.values()].some(isRunning);
  const newest = toasts.at(-1);
  return (
    <>
      <p className="p-visually-hidden" aria-live="assertive">
        {newest && text('incoming.announce', { name: nameOf(newest), number: newest.peer.address })}
      </p>
      {toasts.length > 0 && (
        <BeforeAll>
          <section ref={region} className={styles['region']} aria-label={text('incoming.region')}>
            {hiddenCount > 0 && <p className={styles['more']}>{plural('incoming.more', hiddenCount)}</p>}
            {toasts.map((call) => (
              <Toast
                key={call.id}
                call={call}
                isInCall={isInCall}
                pictureOf={pictureOf}
                commands={commands}
              />
            ))}
            {failure && <ErrorBar failure={failure} />}
          </section>
        </BeforeAll>
      )}
    </>
  );
}

const nameOf = ({ peer }: Call) => peer.name || peer.address || text('call.unknown-caller');

function Toast({
  call,
  isInCall,
  pictureOf,
  commands,
}: IncomingToastsProps & {
  readonly call: Call;
  readonly isInCall: boolean;
  readonly commands: CallCommands;
}) {
  const contact = useEntity('contacts', call.peer.contactId ?? '');
  const name = nameOf(call);
  const sender = call.forwardedBy?.name || call.forwardedBy?.address;
  const facts = [
    call.peer.address === name ? '' : call.peer.address,
    contact?.title ?? '',
    sender ? text('incoming.forwarded', { name: sender }) : '',
  ].filter(Boolean);
  return (
    <div
      className={styles['toast']}
      data-call-id={call.id}
      role="alertdialog"
      aria-label={text('incoming.toast', { name })}
    >
      <div className={styles['head']}>
        <span className={styles['pulse']}>
          <PersonAvatar
            name={name}
            picture={pictureOf(contact?.avatarHash ?? call.peer.avatarHash)}
            size={56}
          />
        </span>
        <div className={styles['who']}>
          <span className={styles['title']}>
            {call.line === undefined
              ? text('incoming.title')
              : text('incoming.title-line', { line: call.line })}
          </span>
          <bdi className={styles['name']}>{name}</bdi>
          <bdi className={styles['facts']}>{facts.join(' · ')}</bdi>
        </div>
      </div>
      <ToastButtons call={call} isInCall={isInCall} commands={commands} />
    </div>
  );
}

function ToastButtons({
  call,
  isInCall,
  commands,
}: {
  readonly call: Call;
  readonly isInCall: boolean;
  readonly commands: CallCommands;
}) {
  return (
    <div className={styles['buttons']}>
      <button
        type="button"
        className={styles['button']}
        data-action="decline"
        onClick={() => commands.decline(call.id)}
      >
        <CallEndFilled /> {text('incoming.decline')}
      </button>
      <button
        type="button"
        className={styles['button']}
        data-action="answer"
        onClick={() => commands.answer(call.id)}
      >
        <CallFilled /> {text(isInCall ? 'incoming.hold-answer' : 'incoming.answer')}
      </button>
      {call.can.includes('divert') && (
        <button
          type="button"
          className={styles['button']}
          data-action="divert"
          onClick={() => commands.press(call.id, 'divert')}
        >
          {text('incoming.divert')}
        </button>
      )}
    </div>
  );
}

/** Answer, end and mute from anywhere in the window; digits too, wherever no text is written. */
function useCallKeys(commands: CallCommands): void {
  const { store } = useBridge();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = callShortcut(event);
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      const tone =
        isPlain && !event.defaultPrevented && !isWritingIn(event.target) ? toneOfKey(event.key) : undefined;
      const listening = tone === undefined ? undefined : toneTarget(store.all('calls').values());
      if (tone !== undefined && listening) return commands.sendTones(listening.id, tone);
      if (!shortcut) return;
      const deed = deedOf(shortcut, store.all('calls').values());
      if (!deed) return;
      if (deed.kind === 'mute') commands.setMute(deed.callId, deed.isMuted);
      else if (deed.kind === 'answer') commands.answer(deed.callId);
      else if (deed.kind === 'decline') commands.decline(deed.callId);
      else commands.hangUp(deed.callId);
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [store, commands]);
}

/** F6 goes to the answer button first; pressed there it goes on to what the window does with it. */
function useRegionKey(region: React.RefObject<HTMLElement | null>, isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || region.current?.contains(document.activeElement)) return;
      event.preventDefault();
      event.stopPropagation();
      region.current?.querySelector<HTMLElement>('[data-action="answer"]')?.focus();
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, [region, isShown]);
}
