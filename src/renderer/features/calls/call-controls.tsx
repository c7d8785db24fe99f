import {
  CallEndFilled,
  CallFilled,
  DialpadRegular,
  MicOffFilled,
  MicRegular,
  PauseRegular,
  PlayFilled,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import { text } from '../../text/text.ts';
import styles from './call-controls.module.css';
import type { CallCommands } from './use-call-commands.ts';

export interface CallControlsProps {
  readonly call: Call;
  readonly hasKeypad: boolean;
  readonly commands: CallCommands;
  readonly onKeypad: () => void;
}

type Action = 'mute' | 'keypad' | 'hold' | 'resume' | 'answer' | 'decline' | 'end';

/** Mute · Keypad · Hold · End, always in this order; what cannot be done in this state is not there. */
export function CallControls(props: CallControlsProps) {
  return (
    <div className={styles['controls']}>
      {actionsOf(props.call).map((action) => (
        <Control key={action} action={action} {...props} />
      ))}
    </div>
  );
}

function actionsOf({ can }: Call): readonly Action[] {
  const offered: readonly (readonly [Action, boolean])[] = [
    ['mute', can.includes('mute')],
    ['keypad', can.includes('dtmf')],
    ['hold', can.includes('hold')],
    ['resume', can.includes('resume')],
    ['answer', can.includes('answer')],
    ['decline', can.includes('decline')],
    ['end', can.includes('hang-up') && !can.includes('decline')],
  ];
  return offered.filter(([, isOffered]) => isOffered).map(([action]) => action);
}

interface Face {
  readonly icon: ReactNode;
  readonly label: string;
  readonly press: () => void;
}

function Control({ action, call, hasKeypad, commands, onKeypad }: CallControlsProps & { action: Action }) {
  const { id, isMuted } = call;
  const faces: Readonly<Record<Action, Face>> = {
    mute: {
      icon: isMuted ? <MicOffFilled /> : <MicRegular />,
      label: text(isMuted ? 'call.unmute' : 'call.mute'),
      press: () => commands.setMute(id, !isMuted),
    },
    keypad: { icon: <DialpadRegular />, label: text('call.keypad'), press: onKeypad },
    hold: { icon: <PauseRegular />, label: text('call.hold'), press: () => commands.hold(id) },
    resume: { icon: <PlayFilled />, label: text('call.resume'), press: () => commands.resume(id) },
    answer: { icon: <CallFilled />, label: text('incoming.answer'), press: () => commands.answer(id) },
    decline: { icon: <CallEndFilled />, label: text('incoming.decline'), press: () => commands.decline(id) },
    end: { icon: <CallEndFilled />, label: text('call.end'), press: () => commands.hangUp(id) },
  };
  const { icon, label, press } = faces[action];
  return (
    <button
      type="button"
      className={styles['control']}
      data-action={action}
      data-on={(action === 'mute' && isMuted) || (action === 'keypad' && hasKeypad)}
      aria-expanded={action === 'keypad' ? hasKeypad : undefined}
      onClick={press}
    >
      {icon}
      <span>{label}</span>
    </button>
  );
}
