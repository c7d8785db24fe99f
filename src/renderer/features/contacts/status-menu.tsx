import {
  Button,
  Field,
  Input,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Radio,
  RadioGroup,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { type ManualPresence, manualPresenceSchema, type Self } from '../../../shared/domain/presence.ts';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import styles from './status-menu.module.css';

export interface StatusMenuProps {
  readonly self: Self;
  readonly picture: string | undefined;
  /** False: the deployment has no status to set, only the ways out are here. */
  readonly hasPresence: boolean;
  readonly onSet: (manual: ManualPresence, status: string) => void;
  readonly onPreferences: () => void;
  readonly onConnection: () => void;
  readonly onSignOut: () => void;
}

/** The own picture; behind it the status, its message, and the way out. */
export function StatusMenu(props: StatusMenuProps) {
  const { self, picture, hasPresence } = props;
  const [isOpen, setOpen] = useState(false);
  const leave = (run: () => void) => () => {
    setOpen(false);
    run();
  };
  return (
    <Popover open={isOpen} onOpenChange={(_, data) => setOpen(data.open)} positioning="below-start" trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <button
          type="button"
          className={styles['trigger']}
          aria-label={
            hasPresence
              ? text('me.menu', { name: self.name, presence: text(`presence.${self.presence.show}`) })
              : text('me.menu-plain', { name: self.name })
          }
        >
          <PersonAvatar
            name={self.name}
            picture={picture}
            show={hasPresence ? self.presence.show : undefined}
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
            <RadioGroup
              aria-label={text('status.label')}
              value={self.manual}
              onChange={(_, data) => props.onSet(data.value as ManualPresence, self.status)}
            >
              {manualPresenceSchema.options.map((option) => (
                <Radio key={option} value={option} label={text(`status.${option}`)} />
              ))}
            </RadioGroup>
            <StatusText key={self.status} self={self} onSet={props.onSet} />
          </>
        )}
        <div className={styles['links']}>
          <Button appearance="subtle" onClick={leave(props.onPreferences)}>
            {text('status.preferences')}
          </Button>
          <Button appearance="subtle" onClick={leave(props.onConnection)}>
            {text('status.connection')}
          </Button>
          <Button appearance="subtle" onClick={leave(props.onSignOut)}>
            {text('status.sign-out')}
          </Button>
        </div>
      </PopoverSurface>
    </Popover>
  );
}

function StatusText({ self, onSet }: Pick<StatusMenuProps, 'self' | 'onSet'>) {
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
          list="recent-statuses"
          onChange={(_, data) => setDraft(data.value)}
        />
      </Field>
      <datalist id="recent-statuses" aria-label={text('status.recent')}>
        {self.recentStatuses.map((recent) => (
          <option key={recent} value={recent}>
            {recent}
          </option>
        ))}
      </datalist>
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
