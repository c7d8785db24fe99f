import { Button, Tooltip } from '@fluentui/react-components';
import { DismissRegular, LockClosedFilled, LockOpenRegular } from '@fluentui/react-icons';
import { type ComponentProps, type KeyboardEvent, useState } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { text } from '../../text/text.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import styles from './call-card.module.css';
import { CallControls } from './call-controls.tsx';
import { CallExtras } from './call-extras.tsx';
import { CallVideo, VideoButtons } from './call-video.tsx';
import { CallQuality, QualityNote } from './call-quality.tsx';
import { CallTogether, TransferRequest } from './call-together.tsx';
import { timerText } from './call-timer.ts';
import { keyAction, keyActions, useWindowKeys } from './card-keys.ts';
import { KeyGrid } from './key-grid.tsx';
import { TargetPanel } from './target-panel.tsx';
import { type CallCommands, useCallCommands } from './use-call-commands.ts';
import { useNow } from './use-now.ts';
import { type ShowPicture, useShowPicture } from './use-show-picture.ts';

export interface CallCardProps {
  readonly call: Call;
  /** The window's keys for a call are for this one, wherever the focus is. */
  readonly hasKeys: boolean;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  /** Takes an ended call away before its time. */
  readonly onDismiss: () => void;
}

/** One call: who, how it stands, and what can be done. While it has the focus, digits send tones and Space mutes. */
export function CallCard({ call, hasKeys, pictureOf, onDismiss }: CallCardProps) {
  const { id, peer, state } = call;
  const [hasKeypad, setKeypad] = useState(false);
  const [panel, setPanel] = useState<'transfer' | 'add'>();
  const { commands, failure } = useCallCommands();
  const contact = useEntity('contacts', peer.contactId ?? '');
  const name = peer.name || peer.address || text('call.unknown-caller');
  const isEnded = state === 'ended';
  const can = (what: Call['can'][number]) => call.can.includes(what);
  const togglePanel = (wanted: 'transfer' | 'add') => setPanel(panel === wanted ? undefined : wanted);
  const show = useShowPicture(call, commands);
  const avatar = pictureOf(contact?.avatarHash ?? peer.avatarHash);
  const actions = keyActions(call, commands, {
    show,
    keypad: () => setKeypad(!hasKeypad),
    panel: togglePanel,
  });
  useWindowKeys(actions, hasKeys);
  const onKeyDown = (event: KeyboardEvent) => {
    const run = keyAction(event, actions);
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- typed digits need somewhere to go
    <section
      className={styles['card']}
      data-call-id={id}
      data-state={state}
      aria-label={text('call.card', { name })}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- typed digits, as above
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <Head call={call} name={name} avatar={avatar} onDismiss={onDismiss} />
      <Notes call={call} failure={failure} commands={commands} />
      {!isEnded && <CallVideo call={call} />}
      <Actions
        call={call}
        commands={commands}
        show={show}
        hasKeypad={hasKeypad}
        onKeypad={() => setKeypad(!hasKeypad)}
        panel={panel}
        onPanel={togglePanel}
      />
      {panel && can(panel === 'add' ? 'merge' : 'transfer') && (
        <Panel
          purpose={panel}
          call={call}
          pictureOf={pictureOf}
          commands={commands}
          onClose={() => setPanel(undefined)}
        />
      )}
      {hasKeypad && can('dtmf') && (
        <Keypad sent={call.dtmfSent} onTone={(digit) => commands.sendTones(id, digit)} />
      )}
    </section>
  );
}

/** What can be done with it: everything while it stands, and calling again when it is over. */
function Actions(props: ComponentProps<typeof CallControls> & { readonly show: ShowPicture }) {
  const { call, commands, show, ...rest } = props;
  const obstacle = useCallObstacle();
  if (call.state === 'ended')
    return (
      <CallButton
        obstacle={obstacle}
        size="small"
        onClick={() => commands.dial(call.peer.address, call.line)}
      >
        {text('call.redial')}
      </CallButton>
    );
  return (
    <>
      <CallControls call={call} commands={commands} {...rest} />
      <VideoButtons call={call} show={show} />
      <CallExtras call={call} commands={commands} />
      <CallTogether call={call} commands={commands} />
    </>
  );
}

/** Who it is, how it stands, and what protects it. */
function Head({
  call,
  name,
  avatar,
  onDismiss,
}: Pick<CallCardProps, 'call' | 'onDismiss'> & {
  readonly name: string;
  readonly avatar: string | undefined;
}) {
  return (
    <div className={styles['head']}>
      <PersonAvatar name={name} picture={avatar} size={40} />
      <div className={styles['who']}>
        <bdi className={styles['name']}>{name}</bdi>
        <Standing call={call} />
      </div>
      {call.state === 'ended' ? (
        <Button
          size="small"
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={text('call.dismiss')}
          onClick={onDismiss}
        />
      ) : (
        <>
          <CallQuality callId={call.id} />
          <Security
            security={call.security}
            isShown={call.connectedAt !== undefined && call.phone === undefined}
          />
        </>
      )}
    </div>
  );
}

/** What is to be known of the call beside its state, and what went wrong. */
function Notes({
  call,
  failure,
  commands,
}: {
  readonly call: Call;
  readonly failure: Failure | undefined;
  readonly commands: CallCommands;
}) {
  if (call.state === 'ended') return call.error ? <ErrorBar failure={call.error} /> : null;
  return (
    <>
      {call.isMuted && <span className={styles['chip']}>{text('call.muted')}</span>}
      {call.isTransferring && (
        <span className={styles['chip']} role="status">
          {text('call.transferring')}
        </span>
      )}
      {call.isRecorded && (
        <span className={styles['chip']} role="status">
          {text('call.recorded')}
        </span>
      )}
      <TransferRequest call={call} commands={commands} />
      <QualityNote callId={call.id} />
      <Limit limit={call.limit} />
      {failure && <ErrorBar failure={failure} />}
    </>
  );
}

function Panel({
  purpose,
  call,
  pictureOf,
  commands,
  onClose,
}: Pick<CallCardProps, 'call' | 'pictureOf'> & {
  readonly purpose: 'transfer' | 'add';
  readonly commands: CallCommands;
  readonly onClose: () => void;
}) {
  return (
    <TargetPanel
      purpose={purpose}
      pictureOf={pictureOf}
      onNow={(target) => {
        onClose();
        commands.transfer(call.id, { target });
      }}
      onTalk={(target) => {
        onClose();
        commands.consult(call.id, target);
      }}
      onClose={onClose}
    />
  );
}

/** The state in words; app/announcer.tsx says it to screen readers. The timer is for the eye. */
function Standing({ call }: { readonly call: Call }) {
  const isRunning = call.connectedAt !== undefined && call.endedAt === undefined && call.state !== 'ended';
  const now = useNow(isRunning ? call.connectedAt : undefined);
  const elapsed = call.connectedAt === undefined ? undefined : (call.endedAt ?? now) - call.connectedAt;
  return (
    <span className={styles['standing']}>
      <span>{text(`call.state.${call.state}`)}</span>
      {elapsed !== undefined && (
        <span className={styles['timer']} role="timer">
          {timerText(elapsed)}
        </span>
      )}
      {call.line !== undefined && <bdi>{text('call.line', { line: call.line })}</bdi>}
      {call.phone === 'desk' && <span>{text('desk-phone.on-desk')}</span>}
    </span>
  );
}

/** Why less can be done than usual. */
function Limit({ limit }: Pick<Call, 'limit'>) {
  return limit === undefined ? null : (
    <span className={styles['limit']} role="status">
      {text(`call.limit.${limit}`)}
    </span>
  );
}

function Security({ security, isShown }: { readonly security: Call['security']; readonly isShown: boolean }) {
  if (!isShown) return null;
  const isOpen = security === 'none';
  const words = text(isOpen ? 'call.not-encrypted' : 'call.encrypted');
  return (
    <Tooltip content={words} relationship="label">
      <span className={styles['security']} data-open={isOpen} role="img">
        {isOpen ? <LockOpenRegular /> : <LockClosedFilled />}
      </span>
    </Tooltip>
  );
}

function Keypad({ sent, onTone }: { readonly sent: string; readonly onTone: (digit: string) => void }) {
  return (
    <div className={styles['keypad']}>
      <output className={styles['sent']} aria-label={text('call.tones')} dir="ltr">
        {sent === '' ? <span className={styles['hint']}>{text('call.tones-hint')}</span> : sent}
      </output>
      <KeyGrid hasPlus={false} onKey={onTone} />
    </div>
  );
}
