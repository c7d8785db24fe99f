import { Button } from '@fluentui/react-components';
import {
  ArrowForwardRegular,
  ArrowSwapRegular,
  DismissRegular,
  PeopleAddRegular,
} from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import { useEntities } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import styles from './call-together.module.css';
import { canJoin, companions } from './joined-calls.ts';
import type { CallCommands } from './use-call-commands.ts';

interface Props {
  readonly call: Call;
  readonly commands: CallCommands;
}

const nameOf = ({ peer }: Call) => peer.name || peer.address || text('call.unknown-caller');

/** What ties this call to others: the consultation it is, the conference it is in, those it could be joined with. */
export function CallTogether({ call, commands }: Props) {
  const calls = useEntities('calls');
  const original = call.consultsFor === undefined ? undefined : calls.get(call.consultsFor);
  if (call.conference !== undefined) return <Conference call={call} commands={commands} />;
  if (original && original.state !== 'ended')
    return <Consultation call={call} original={original} commands={commands} />;
  const others = [...calls.values()].filter((other) => canJoin(call, other));
  // The consultation about this call offers it already.
  const isConsulted = [...calls.values()].some(
    (other) => other.consultsFor === call.id && other.state !== 'ended',
  );
  if (others.length === 0 || isConsulted) return null;
  return (
    <div className={styles['buttons']}>
      <Button
        size="small"
        icon={<PeopleAddRegular />}
        onClick={() => commands.merge([call.id, ...others.map(({ id }) => id)])}
      >
        {text(others.length === 1 ? 'call.join-with' : 'call.join-all', {
          name: others.map(nameOf).join(', '),
        })}
      </Button>
    </div>
  );
}

/** Two calls of which one is about the other: complete, join, swap, or go back; always all four in sight. */
function Consultation({ call, original, commands }: Props & { readonly original: Call }) {
  const complete = useRef<HTMLButtonElement>(null);
  // The second Enter completes what the first one began.
  useEffect(() => complete.current?.focus(), []);
  const name = nameOf(original);
  const isHeld = call.state === 'held';
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape goes back from any of its buttons
    <div
      className={styles['together']}
      role="group"
      aria-label={text('call.consult', { name })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        commands.hangUp(call.id);
      }}
    >
      <span role="status">{text('call.consult-waits', { name })}</span>
      <div className={styles['buttons']}>
        <Button
          ref={complete}
          size="small"
          appearance="primary"
          icon={<ArrowForwardRegular />}
          disabled={!original.can.includes('transfer') || original.isTransferring === true}
          onClick={() => commands.transfer(original.id, { callId: call.id })}
        >
          {text('call.transfer-complete')}
        </Button>
        <Button
          size="small"
          icon={<PeopleAddRegular />}
          disabled={!canJoin(call, original)}
          onClick={() => commands.merge([original.id, call.id])}
        >
          {text('call.join')}
        </Button>
        <Button
          size="small"
          icon={<ArrowSwapRegular />}
          disabled={call.connectedAt === undefined}
          onClick={() => commands.resume(isHeld ? call.id : original.id)}
        >
          {text('call.swap')}
        </Button>
        <Button size="small" icon={<DismissRegular />} onClick={() => commands.hangUp(call.id)}>
          {text('call.consult-cancel')}
        </Button>
      </div>
    </div>
  );
}

/** Who else hears what is said, and the way out for this one. */
function Conference({ call, commands }: Props) {
  const calls = useEntities('calls');
  const others = companions(call, calls.values());
  const outside = [...calls.values()].filter(
    (other) => other.conference !== call.conference && canJoin(call, other),
  );
  return (
    <div className={styles['together']} role="group" aria-label={text('call.conference')}>
      <span role="status">{text('call.conference-with', { names: others.map(nameOf).join(', ') })}</span>
      <div className={styles['buttons']}>
        <Button size="small" disabled={!call.can.includes('split')} onClick={() => commands.split(call.id)}>
          {text('call.split')}
        </Button>
        {outside.map((other) => (
          <Button
            key={other.id}
            size="small"
            icon={<PeopleAddRegular />}
            onClick={() => commands.merge([call.id, other.id])}
          >
            {text('call.join-with', { name: nameOf(other) })}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** The other side wants us to go to somebody else: nothing happens before this is answered. */
export function TransferRequest({ call, commands }: Props) {
  const { transferAsked: asked } = call;
  if (!asked) return null;
  const name = nameOf(call);
  const target = asked.to.name || asked.to.address;
  return (
    <div
      className={styles['together']}
      role="alertdialog"
      aria-label={text('call.transfer-asked', { name, target })}
    >
      <span>{text('call.transfer-asked', { name, target })}</span>
      <div className={styles['buttons']}>
        <Button size="small" appearance="primary" onClick={() => commands.answerTransfer(call.id, true)}>
          {text('call.transfer-accept', { target })}
        </Button>
        <Button size="small" onClick={() => commands.answerTransfer(call.id, false)}>
          {text('call.transfer-stay')}
        </Button>
      </div>
    </div>
  );
}
