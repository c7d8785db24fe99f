import { Tooltip } from '@fluentui/react-components';
import {
  CallEndFilled,
  CallFilled,
  CallForwardRegular,
  DialpadRegular,
  MicOffFilled,
  MicRegular,
  PauseRegular,
  PersonAddRegular,
  PlayFilled,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Call, CallAction } from '../../../shared/domain/call.ts';
import type { CallingLimit } from '../../../shared/domain/calling-limit.ts';
import { text } from '../../text/text.ts';
import styles from './call-controls.module.css';
import type { CallCommands } from './use-call-commands.ts';

export interface CallControlsProps {
  readonly call: Call;
  readonly hasKeypad: boolean;
  readonly commands: CallCommands;
  readonly onKeypad: () => void;
  /** The panel that is open: whom to transfer to, or to add. */
  readonly panel: 'transfer' | 'add' | undefined;
  readonly onPanel: (panel: 'transfer' | 'add') => void;
}

type Action = 'mute' | 'keypad' | 'hold' | 'resume' | 'transfer' | 'add' | 'answer' | 'decline' | 'end';

/**
 * Mute · Keypad · Hold · Transfer · Add · End, always in this order; what cannot be done in this state is not there, and what a stand-in for
 * the server can't do is there, disabled, with the reason (A9, T13).
 */
export function CallControls(props: CallControlsProps) {
  const { can, cannot = [], limit } = props.call;
  const actions = actionsOf([...can, ...cannot]);
  const control = (action: Action) => (
    <Control
      key={action}
      action={action}
      limit={cannot.includes(COMMAND[action]) ? limit : undefined}
      {...props}
    />
  );
  const [others, decisive] = [
    actions.filter((action) => !DECISIVE.has(action)),
    actions.filter((action) => DECISIVE.has(action)),
  ];
  return (
    <div className={styles['controls']}>
      {/* Longer words make these wrap; what takes or ends the call keeps its place. */}
      {others.length > 0 && <div className={styles['others']}>{others.map(control)}</div>}
      {decisive.map(control)}
    </div>
  );
}

const DECISIVE: ReadonlySet<Action> = new Set(['answer', 'decline', 'end']);

const COMMAND: Readonly<Record<Action, CallAction>> = {
  mute: 'mute',
  keypad: 'dtmf',
  hold: 'hold',
  resume: 'resume',
  transfer: 'transfer',
  add: 'merge',
  answer: 'answer',
  decline: 'decline',
  end: 'hang-up',
};

function actionsOf(could: readonly CallAction[]): readonly Action[] {
  const all = Object.entries(COMMAND) as [Action, CallAction][];
  return all
    .filter(
      ([action, command]) => could.includes(command) && (action !== 'end' || !could.includes('decline')),
    )
    .map(([action]) => action);
}

interface Face {
  readonly icon: ReactNode;
  readonly label: string;
  readonly press: () => void;
}

function Control({
  action,
  limit,
  call,
  hasKeypad,
  commands,
  onKeypad,
  panel,
  onPanel,
}: CallControlsProps & { readonly action: Action; readonly limit: CallingLimit | undefined }) {
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
    transfer: {
      icon: <CallForwardRegular />,
      label: text('call.transfer'),
      press: () => onPanel('transfer'),
    },
    add: { icon: <PersonAddRegular />, label: text('call.add'), press: () => onPanel('add') },
    answer: { icon: <CallFilled />, label: text('incoming.answer'), press: () => commands.answer(id) },
    decline: { icon: <CallEndFilled />, label: text('incoming.decline'), press: () => commands.decline(id) },
    end: { icon: <CallEndFilled />, label: text('call.end'), press: () => commands.hangUp(id) },
  };
  const { icon, label, press } = faces[action];
  const button = (
    <button
      type="button"
      className={styles['control']}
      data-action={action}
      data-on={(action === 'mute' && isMuted) || (action === 'keypad' && hasKeypad) || action === panel}
      // Not `disabled`: the reason must be reachable by the keyboard.
      aria-disabled={limit !== undefined}
      aria-expanded={
        action === 'keypad'
          ? hasKeypad
          : action === 'transfer' || action === 'add'
            ? action === panel
            : undefined
      }
      onClick={limit === undefined ? press : undefined}
    >
      {icon}
      <span>{label}</span>
    </button>
  );
  if (limit === undefined) return button;
  return (
    <Tooltip content={text(`call.limit.${limit}`)} relationship="description">
      {button}
    </Tooltip>
  );
}
