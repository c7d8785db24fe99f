import {
  Button,
  Field,
  Input,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Radio,
  RadioGroup,
  Select,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { type FormEvent, useState } from 'react';
import { type ManualPresence, manualPresenceSchema, type Self } from '../../../shared/domain/presence.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { dateFormat } from '../../text/formats.ts';
import { text } from '../../text/text.ts';
import { useProblemReport } from '../../ui/problem-report.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { type OwnStanding, ownStanding } from './own-standing.ts';
import { type StatusEnd, statusEnds, statusEndsAt } from './status-end.ts';
import styles from './status-menu.module.css';

export interface StatusMenuProps {
  readonly self: Self;
  readonly picture: string | undefined;
  /** False: the deployment has no status to set, only the ways out are here. */
  readonly hasPresence: boolean;
  readonly onSet: (manual: ManualPresence, status: string, until: number | undefined) => void;
  /** Takes a message out of those kept. */
  readonly onForget: (status: string) => void;
  readonly onPreferences: () => void;
  readonly onConnection: () => void;
  readonly onSignOut: () => void;
}

/** The own picture; behind it the status, its message, and the way out. */
export function StatusMenu(props: StatusMenuProps) {
  const { self, picture, hasPresence } = props;
  const [isOpen, setOpen] = useState(false);
  const standing = ownStanding(self, useEntity('services', 'chat')?.state);
  return (
    <Popover open={isOpen} onOpenChange={(_, data) => setOpen(data.open)} positioning="below-start" trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <button
          type="button"
          className={styles['trigger']}
          aria-label={
            hasPresence
              ? text('me.menu', { name: self.name, presence: wordsOf(standing) })
              : text('me.menu-plain', { name: self.name })
          }
        >
          <PersonAvatar
            name={self.name}
            picture={picture}
            show={hasPresence ? standing.show : undefined}
            size={40}
          />
        </button>
      </PopoverTrigger>
      <PopoverSurface
        className={styles['surface']}
        aria-label={hasPresence ? text('status.label') : text('me.menu-plain', { name: self.name })}
      >
        <div className={styles['who']}>
          <bdi className={styles['name']}>{self.name}</bdi>
          <span className={styles['address']}>{self.address}</span>
        </div>
        {hasPresence && (
          <>
            {standing.kind !== 'told' && (
              <p className={styles['standing']} role="status">
                {text(`status.${standing.kind}-note`)}
              </p>
            )}
            <StatusForm self={self} onSet={props.onSet} />
            <SavedStatuses self={self} onSet={props.onSet} onForget={props.onForget} />
          </>
        )}
        <Ways {...props} onLeave={() => setOpen(false)} />
      </PopoverSurface>
    </Popover>
  );
}

/** Where it leads to from here. */
function Ways(props: StatusMenuProps & { readonly onLeave: () => void }) {
  const report = useProblemReport();
  const leave = (run: () => void) => () => {
    props.onLeave();
    run();
  };
  return (
    <div className={styles['links']}>
      <Button appearance="subtle" onClick={leave(props.onPreferences)}>
        {text('status.preferences')}
      </Button>
      <Button appearance="subtle" onClick={leave(props.onConnection)}>
        {text('status.connection')}
      </Button>
      {report && (
        <Button appearance="subtle" onClick={leave(report)}>
          {text('report.open')}
        </Button>
      )}
      <Button appearance="subtle" onClick={leave(props.onSignOut)}>
        {text('status.sign-out')}
      </Button>
    </div>
  );
}

const wordsOf = (standing: OwnStanding): string =>
  text(standing.kind === 'connecting' ? 'status.connecting' : `presence.${standing.show}`);

const endTime = dateFormat({ weekday: 'short', hour: 'numeric', minute: '2-digit' });

/** Status, message and how long they hold: one thing to others, so one thing here. */
function StatusForm({ self, onSet }: Pick<StatusMenuProps, 'self' | 'onSet'>) {
  const [end, setEnd] = useState<StatusEnd>('never');
  const until = () => statusEndsAt(end, Date.now());
  const changeEnd = (next: StatusEnd) => {
    setEnd(next);
    // Of something that is set already, the end is changed at once.
    if (self.manual !== 'automatic' || self.status !== '')
      onSet(self.manual, self.status, statusEndsAt(next, Date.now()));
  };
  return (
    <>
      <RadioGroup
        aria-label={text('status.label')}
        value={self.manual}
        onChange={(_, data) => onSet(data.value as ManualPresence, self.status, until())}
      >
        {manualPresenceSchema.options.map((option) => (
          <Radio key={option} value={option} label={text(`status.${option}`)} />
        ))}
      </RadioGroup>
      <StatusText key={self.status} self={self} onSet={(manual, status) => onSet(manual, status, until())} />
      <Field
        label={text('status.until')}
        hint={
          self.until === undefined ? undefined : text('status.until-at', { time: endTime.format(self.until) })
        }
      >
        <Select size="small" value={end} onChange={(_, data) => changeEnd(data.value as StatusEnd)}>
          {statusEnds.map((option) => (
            <option key={option} value={option}>
              {text(`status.until.${option}`)}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

function StatusText({
  self,
  onSet,
}: {
  readonly self: Self;
  readonly onSet: (manual: ManualPresence, status: string) => void;
}) {
  const [draft, setDraft] = useState(self.status);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSet(self.manual, draft.trim());
  };
  return (
    <form className={styles['text']} onSubmit={submit}>
      <Field label={text('status.text')}>
        <Input
          value={draft}
          maxLength={512}
          placeholder={text('status.text-hint')}
          onChange={(_, data) => setDraft(data.value)}
        />
      </Field>
      <div className={styles['buttons']}>
        <Button type="submit" appearance="primary" size="small">
          {text('status.set')}
        </Button>
        {self.status !== '' && (
          <Button size="small" onClick={() => onSet(self.manual, '')}>
            {text('status.clear')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Messages used before: one click sets one, another forgets it. */
function SavedStatuses({ self, onSet, onForget }: Pick<StatusMenuProps, 'self' | 'onSet' | 'onForget'>) {
  const saved = self.recentStatuses.filter((each) => each !== self.status);
  if (saved.length === 0) return null;
  return (
    <ul className={styles['saved']} aria-label={text('status.recent')}>
      {saved.map((each) => (
        <li key={each}>
          <Button
            appearance="subtle"
            size="small"
            className={styles['saved-text']}
            onClick={() => onSet(self.manual, each, undefined)}
          >
            <bdi>{each}</bdi>
          </Button>
          <Button
            appearance="subtle"
            size="small"
            icon={<DismissRegular />}
            aria-label={text('status.forget', { status: each })}
            onClick={() => onForget(each)}
          />
        </li>
      ))}
    </ul>
  );
}
