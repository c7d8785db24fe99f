import { Button, Field, Input, Radio, RadioGroup, Spinner } from '@fluentui/react-components';
import { CalendarRegular, DeleteRegular } from '@fluentui/react-icons';
import { type FormEvent, useState } from 'react';
import {
  type CalendarKind,
  calendarKindSchema,
  type CalendarState,
} from '../../../shared/domain/calendar.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { dateFormat } from '../../text/formats.ts';
import { errorText, text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './calendar-accounts.module.css';

const EMPTY = { kind: 'ics' as CalendarKind, address: '', username: '', password: '' };

/** Which calendars are read, how each of them does, and a form for another (M5). */
export function CalendarAccounts() {
  const calendar = useOnly('calendar');
  const [isAdding, setAdding] = useState(false);
  if (!calendar) return null;
  if (!calendar.isAllowed) return <p className={styles['note']}>{text('calendar.not-allowed')}</p>;
  return (
    <section aria-labelledby="calendars" className={styles['section']}>
      <h3 id="calendars" className={styles['title']}>
        {text('calendar.title')}
      </h3>
      {calendar.owner === 'server' && <p className={styles['note']}>{text('calendar.by-server')}</p>}
      {calendar.accounts.length === 0 ? (
        <p className={styles['note']}>{text('calendar.none')}</p>
      ) : (
        <ul className={styles['list']} aria-labelledby="calendars">
          {calendar.accounts.map((account) => (
            <Account key={account.id} account={account} />
          ))}
        </ul>
      )}
      {isAdding ? (
        <AddCalendar onDone={() => setAdding(false)} />
      ) : (
        <div className={styles['buttons']}>
          <Button size="small" onClick={() => setAdding(true)}>
            {text('calendar.add')}
          </Button>
          {calendar.accounts.length > 0 && <ReadNow />}
        </div>
      )}
    </section>
  );
}

const time = dateFormat({ hour: 'numeric', minute: '2-digit' });

function Account({ account }: { readonly account: CalendarState['accounts'][number] }) {
  const { call } = useBridge();
  const { id, kind, place, username, state, error, readAt } = account;
  const words =
    state === 'failed' && error
      ? errorText(error).sentence
      : readAt === undefined
        ? text('calendar.reading')
        : text('calendar.read-at', { time: time.format(readAt) });
  return (
    <li className={styles['account']} data-calendar={state}>
      <CalendarRegular className={styles['icon']} />
      <span className={styles['words']}>
        <bdi className={styles['place']}>{place}</bdi>
        <span className={styles['note']}>
          {text(`calendar.short.${kind}`)}
          {username !== '' && ` · ${username}`}
        </span>
        <span
          className={styles[state === 'failed' ? 'problem' : 'note']}
          role={state === 'failed' ? 'alert' : undefined}
        >
          {words}
        </span>
      </span>
      <Button
        appearance="subtle"
        size="small"
        icon={<DeleteRegular />}
        aria-label={text('calendar.remove', { place })}
        onClick={() => void call('calendar/remove', { id })}
      />
    </li>
  );
}

function ReadNow() {
  const { call } = useBridge();
  const [isReading, setReading] = useState(false);
  const read = () => {
    setReading(true);
    void call('calendar/refresh', undefined).then(() => setReading(false));
  };
  return (
    <Button
      size="small"
      appearance="subtle"
      disabledFocusable={isReading}
      icon={isReading ? <Spinner size="extra-tiny" /> : undefined}
      onClick={read}
    >
      {text('calendar.refresh')}
    </Button>
  );
}

/** The calendar is read before it is kept: what does not work is said here and now. */
function AddCalendar({ onDone }: { readonly onDone: () => void }) {
  const { call } = useBridge();
  const { asksForExchange } = useWindowRules();
  const [draft, setDraft] = useState(EMPTY);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const change = (part: Partial<typeof EMPTY>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || draft.address.trim() === '') return;
    setBusy(true);
    setFailure(undefined);
    void call('calendar/add', draft).then((result) => {
      setBusy(false);
      if (result.ok) onDone();
      else setFailure(result.error);
    });
  };
  return (
    <form className={styles['form']} onSubmit={submit} aria-label={text('calendar.add')}>
      <RadioGroup
        aria-label={text('calendar.kind')}
        value={draft.kind}
        onChange={(_, data) => change({ kind: data.value as CalendarKind })}
      >
        {calendarKindSchema.options
          .filter((kind) => kind !== 'exchange' || asksForExchange)
          .map((kind) => (
            <Radio key={kind} value={kind} label={text(`calendar.kind.${kind}`)} />
          ))}
      </RadioGroup>
      <Field
        label={text(`calendar.address.${draft.kind}`)}
        hint={text(`calendar.address-help.${draft.kind}`)}
      >
        <Input
          autoFocus
          value={draft.address}
          maxLength={4096}
          spellCheck={false}
          onChange={(_, data) => change({ address: data.value })}
        />
      </Field>
      {draft.kind !== 'ics' && <Credentials {...draft} onChange={change} />}
      {failure && <ErrorBar failure={failure} />}
      <div className={styles['buttons']}>
        <Button
          type="submit"
          appearance="primary"
          size="small"
          disabledFocusable={isBusy || draft.address.trim() === ''}
          icon={isBusy ? <Spinner size="extra-tiny" /> : undefined}
        >
          {text(isBusy ? 'calendar.trying' : 'calendar.save')}
        </Button>
        <Button size="small" onClick={onDone}>
          {text('calendar.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Credentials({
  username,
  password,
  onChange,
}: {
  readonly username: string;
  readonly password: string;
  readonly onChange: (change: { readonly username?: string; readonly password?: string }) => void;
}) {
  return (
    <>
      <Field label={text('calendar.username')}>
        <Input
          value={username}
          autoComplete="username"
          spellCheck={false}
          onChange={(_, data) => onChange({ username: data.value })}
        />
      </Field>
      <Field label={text('calendar.password')} hint={text('calendar.password-help')}>
        <Input
          type="password"
          value={password}
          autoComplete="off"
          onChange={(_, data) => onChange({ password: data.value })}
        />
      </Field>
    </>
  );
}
