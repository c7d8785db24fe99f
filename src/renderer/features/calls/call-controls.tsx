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

/** Mute · Keypad · Hold · End, always in this order; what cannot be done in this state is not there. */
export function CallControls({ call, hasKeypad, commands, onKeypad }: CallControlsProps) {
  const { id, isMuted } = call;
  const can = (what: Call['can'][number]) => call.can.includes(what);
  return (
    <div className={styles['controls']}>
      {can('mute') && (
        <Control
          label={text(isMuted ? 'call.unmute' : 'call.mute')}
          icon={isMuted ? <MicOffFilled /> : <MicRegular />}
          isOn={isMuted}
          action="mute"
          onPress={() => commands.setMute(id, !isMuted)}
        />
      )}
      {can('dtmf') && (
        <Control
          label={text('call.keypad')}
          icon={<DialpadRegular />}
          isOn={hasKeypad}
          action="keypad"
          onPress={onKeypad}
        />
      )}
      {can('hold') && (
        <Control
          label={text('call.hold')}
          icon={<PauseRegular />}
          action="hold"
          onPress={() => commands.hold(id)}
        />
      )}
      {can('resume') && (
        <Control
          label={text('call.resume')}
          icon={<PlayFilled />}
          action="resume"
          onPress={() => commands.resume(id)}
        />
      )}
      {can('answer') && (
        <Control
          label={text('incoming.answer')}
          icon={<CallFilled />}
          action="answer"
          onPress={() => commands.answer(id)}
        />
      )}
      {can('decline') && (
        <Control
          label={text('incoming.decline')}
          icon={<CallEndFilled />}
          action="decline"
          onPress={() => commands.decline(id)}
        />
      )}
      {can('hang-up') && !can('decline') && (
        <Control
          label={text('call.end')}
          icon={<CallEndFilled />}
          action="end"
          onPress={() => commands.hangUp(id)}
        />
      )}
    </div>
  );
}

function Control({
  label,
  icon,
  action,
  isOn,
  onPress,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly action: string;
  readonly isOn?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className={styles['control']}
      data-action={action}
      data-on={isOn ?? false}
      aria-expanded={action === 'keypad' ? (isOn ?? false) : undefined}
      onClick={onPress}
    >
      {icon}
      <span>{label}</span>
    </button>
  );
}
