import { Button } from '@fluentui/react-components';
import { CallRegular, VideoRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { type MeetingWay, waysToJoin } from './meeting-join.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { dateFormat } from '../../text/formats.ts';
import { plural, text } from '../../text/text.ts';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './meetings-bar.module.css';
import { type Meeting, shownMeetings } from './shown-meetings.ts';

const time = dateFormat({ hour: 'numeric', minute: '2-digit' });
const LOOK_MS = 30_000;

export interface MeetingsBarProps {
  /** Phone and SIP ways are offered where this deployment has calls. */
  readonly hasCalls: boolean;
}

/** The next meeting of today and the ways into it; the others on demand (V15). */
export function MeetingsBar({ hasCalls }: MeetingsBarProps) {
  const now = useMinute();
  const [isOpen, setOpen] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const meetings = shownMeetings(useEntities('meetings').values(), now);
  const { showsMeetings } = useWindowRules();
  if (!showsMeetings || meetings.length === 0) return null;
  const others = meetings.length - 1;
  return (
    <section className={styles['bar']} aria-label={text('meetings.title')}>
      {failure && <ErrorBar failure={failure} />}
      <ul className={styles['list']}>
        {(isOpen ? meetings : meetings.slice(0, 1)).map((meeting) => (
          <MeetingRow key={meeting.id} {...{ meeting, now, hasCalls }} onFailure={setFailure} />
        ))}
      </ul>
      {others > 0 && (
        <Button size="small" appearance="transparent" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? text('meetings.fewer') : plural('meetings.more', others)}
        </Button>
      )}
    </section>
  );
}

function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

interface RowProps extends MeetingsBarProps {
  readonly meeting: Meeting;
  readonly now: number;
  readonly onFailure: (failure: Failure | undefined) => void;
}

function MeetingRow({ meeting, now, hasCalls, onFailure }: RowProps) {
  const { call } = useBridge();
  const { title, startsAt, endsAt, links } = meeting;
  const obstacle = useCallObstacle();
  const join = async (way: MeetingWay) => {
    const done = await (way.kind === 'web'
      ? call('links/open-external', { url: way.url })
      : way.kind === 'sip'
        ? call('calls/dial', { target: way.target })
        : call('meetings/dial', { number: way.number, digits: way.digits }));
    onFailure(done.ok ? undefined : done.error);
  };
  const ways = waysToJoin(links).filter(({ kind }) => hasCalls || kind === 'web');
  const span = { from: time.format(startsAt), to: time.format(endsAt) };
  return (
    <li className={styles['meeting']}>
      <span className={styles['words']}>
        <bdi className={styles['title']} title={title}>
          {title}
        </bdi>
        <span className={styles['time']}>
          {text(startsAt <= now ? 'meetings.until' : 'meetings.span', span)}
        </span>
      </span>
      <span className={styles['ways']}>
        {ways.map((way) => (
          <CallButton
            key={whereTo(way)}
            obstacle={way.kind === 'web' ? undefined : obstacle}
            size="small"
            appearance={way === ways[0] ? 'primary' : 'secondary'}
            icon={way.kind === 'web' ? <VideoRegular /> : <CallRegular />}
            // Where it leads is the invitation's word: it can be read before it is followed.
            title={whereTo(way)}
            aria-label={text('meetings.join-label', { title, way: wordsOf(way) })}
            onClick={() => void join(way)}
          >
            {wordsOf(way)}
          </CallButton>
        ))}
      </span>
    </li>
  );
}

function wordsOf(way: MeetingWay): string {
  if (way.kind === 'web') return text('meetings.join', { service: way.service });
  return way.kind === 'sip' ? text('meetings.call-address') : text('meetings.call-in');
}

function whereTo(way: MeetingWay): string {
  if (way.kind === 'web') return URL.parse(way.url)?.host ?? way.url;
  return way.kind === 'sip' ? way.target : way.number;
}
