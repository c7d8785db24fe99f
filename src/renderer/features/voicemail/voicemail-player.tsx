import { Button, Select, Slider, Spinner } from '@fluentui/react-components';
import {
  ArrowForwardRegular,
  ArrowReplyRegular,
  ArrowUndoRegular,
  DeleteRegular,
  LockClosedRegular,
  MailReadRegular,
  MailUnreadRegular,
  PauseFilled,
  PlayFilled,
} from '@fluentui/react-icons';
import { useId, useState } from 'react';
import type { Voicemail } from '../../../shared/domain/voicemail.ts';
import { text } from '../../text/text.ts';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { VoicemailComposer } from './voicemail-composer.tsx';
import { usePlayer } from './use-player.ts';
import { soundTime } from './voicemail-lists.ts';
import styles from './voicemail.module.css';

export interface VoicemailPlayerProps {
  readonly message: Voicemail;
  /** Chosen to be heard, not only to be looked at. */
  readonly isAutomatic: boolean;
  readonly onCallBack: (() => void) | undefined;
  readonly onMark: (isRead: boolean) => void;
  readonly onDelete: () => void;
  readonly onRestore: () => void;
}

const SPEEDS = [0.8, 1, 1.25, 1.5, 2] as const;

/** The chosen message: play, seek, speed, and what can be done with it. */
export function VoicemailPlayer(props: VoicemailPlayerProps) {
  const { message } = props;
  const obstacle = useCallObstacle();
  const { forwardsVoicemail } = useWindowRules();
  const [purpose, setPurpose] = useState<'answer' | 'forward'>();
  const name = message.from.name || message.from.number || text('call.unknown-caller');
  return (
    <section className={styles['player']} aria-label={text('voicemail.player', { name })}>
      {message.isSecure ? (
        <p className={styles['secure']}>
          <LockClosedRegular aria-hidden="true" /> {text('error.voicemail.secure')}
        </p>
      ) : (
        <Sound message={message} isAutomatic={props.isAutomatic} />
      )}
      <div className={styles['verbs']}>
        {props.onCallBack && (
          <CallButton obstacle={obstacle} size="small" onClick={props.onCallBack}>
            {text('voicemail.call-back')}
          </CallButton>
        )}
        {props.onCallBack && !message.isDeleted && (
          <Button size="small" icon={<ArrowReplyRegular />} onClick={() => setPurpose('answer')}>
            {text('voicemail.answer')}
          </Button>
        )}
        {forwardsVoicemail && !message.isDeleted && !message.isPrivate && !message.isSecure && (
          <Button size="small" icon={<ArrowForwardRegular />} onClick={() => setPurpose('forward')}>
            {text('voicemail.forward')}
          </Button>
        )}
        <Button
          size="small"
          icon={message.isRead ? <MailUnreadRegular /> : <MailReadRegular />}
          onClick={() => props.onMark(!message.isRead)}
        >
          {text(message.isRead ? 'voicemail.mark-unread' : 'voicemail.mark-read')}
        </Button>
        {message.isDeleted ? (
          <Button size="small" icon={<ArrowUndoRegular />} onClick={props.onRestore}>
            {text('voicemail.restore')}
          </Button>
        ) : (
          <Button size="small" icon={<DeleteRegular />} onClick={props.onDelete}>
            {text('voicemail.delete')}
          </Button>
        )}
      </div>
      {purpose && (
        <VoicemailComposer message={message} purpose={purpose} onClose={() => setPurpose(undefined)} />
      )}
    </section>
  );
}

function Sound({ message, isAutomatic }: Pick<VoicemailPlayerProps, 'message' | 'isAutomatic'>) {
  const player = usePlayer(message.id, message.isRead, isAutomatic);
  const total = player.duration ?? message.durationMs;
  const speed = useId();
  const isPlaying = player.state === 'playing';
  return (
    <>
      {player.failure && <ErrorBar failure={player.failure} />}
      <div className={styles['sound']}>
        <Button
          appearance="primary"
          shape="circular"
          disabled={player.state === 'loading'}
          icon={
            player.state === 'loading' ? (
              <Spinner size="tiny" aria-hidden />
            ) : isPlaying ? (
              <PauseFilled />
            ) : (
              <PlayFilled />
            )
          }
          aria-label={text(isPlaying ? 'voicemail.pause' : 'voicemail.play')}
          onClick={player.toggle}
        />
        <Slider
          className={styles['seek']}
          size="small"
          min={0}
          max={Math.max(total, 1)}
          step={500}
          value={Math.min(player.at, total)}
          disabled={player.state === 'idle' || player.state === 'loading'}
          aria-label={text('voicemail.position')}
          aria-valuetext={text('voicemail.position-of', {
            at: soundTime(player.at),
            total: soundTime(total),
          })}
          onChange={(_, data) => player.seek(data.value)}
        />
        <span className={styles['times']} aria-hidden="true">
          {soundTime(player.at)} / {soundTime(total)}
        </span>
        <Select
          id={speed}
          size="small"
          aria-label={text('voicemail.speed')}
          defaultValue="1"
          onChange={(_, data) => player.setSpeed(Number(data.value))}
        >
          {SPEEDS.map((each) => (
            <option key={each} value={each}>
              {text('voicemail.times', { speed: each })}
            </option>
          ))}
        </Select>
      </div>
    </>
  );
}
