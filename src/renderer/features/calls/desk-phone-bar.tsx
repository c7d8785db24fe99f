import { Button, Select, Spinner } from '@fluentui/react-components';
import { CallEndRegular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import type { CallWith, DeskPhone } from '../../../shared/domain/desk-phone.ts';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './desk-phone-bar.module.css';
import { ControlledPhone } from './controlled-phone.tsx';
import { NumberField } from './number-field.tsx';

export type Watch = (work: Promise<Result<void>>) => void;

/** Which phone makes the calls: this computer, the one on the desk (V7), or another one (V8). One click changes it. */
export function DeskPhoneBar() {
  const { call } = useBridge();
  const deskPhone = useOnly('deskPhone');
  const [failure, setFailure] = useState<Failure>();
  /** Chosen, but something must be typed first. */
  const [wanted, setWanted] = useState<CallWith>();
  if (!deskPhone) return null;
  const { state, mode } = deskPhone;
  const shown = wanted ?? (state === 'looking' ? 'desk' : mode);
  const watch: Watch = (work) => void work.then((result) => setFailure(result.ok ? undefined : result.error));
  const choose = (next: CallWith) => {
    const needsText = isUnset(deskPhone, next);
    setWanted(needsText ? next : undefined);
    setFailure(undefined);
    if (!needsText) watch(call('desk-phone/set-mode', { mode: next }));
  };
  /** The text is there now, so the choice is made. */
  const saved = (next: CallWith) => async (work: Promise<Result<void>>) => {
    const done = await work;
    setWanted(undefined);
    watch(done.ok ? call('desk-phone/set-mode', { mode: next }) : Promise.resolve(done));
    return done.ok;
  };
  return (
    <section className={styles['bar']} aria-label={text('desk-phone.title')}>
      <div className={styles['row']}>
        <Choice shown={shown} onChoose={choose} />
        {state === 'looking' && <Spinner size="extra-tiny" label={text('desk-phone.looking')} />}
      </div>
      {failure && <ErrorBar failure={failure} />}
      {shown === 'desk' && <Desk deskPhone={deskPhone} watch={watch} onSave={saved('desk')} />}
      {shown === 'other' && <Other deskPhone={deskPhone} onSave={saved('other')} />}
    </section>
  );
}

/** One click, or the arrow keys. */
function Choice({
  shown,
  onChoose,
}: {
  readonly shown: CallWith;
  readonly onChoose: (next: CallWith) => void;
}) {
  const group = useId();
  return (
    <div className={styles['choice']} role="radiogroup" aria-label={text('desk-phone.title')}>
      {CHOICES.map((each) => (
        <label key={each} className={styles['segment']} data-on={each === shown}>
          <input
            type="radio"
            className={styles['radio']}
            name={group}
            checked={each === shown}
            onChange={() => onChoose(each)}
          />
          {text(`desk-phone.${each}`)}
        </label>
      ))}
    </div>
  );
}

const CHOICES = ['computer', 'desk', 'other'] as const;

/** Nothing says which phone is meant. */
const isUnset = ({ state, control, other }: DeskPhone, mode: CallWith): boolean =>
  (mode === 'desk' && state === 'none' && !control) || (mode === 'other' && !other?.number);

type Save = (work: Promise<Result<void>>) => Promise<boolean>;

function Desk({
  deskPhone,
  watch,
  onSave,
}: {
  readonly deskPhone: DeskPhone;
  readonly watch: Watch;
  readonly onSave: Save;
}) {
  const { call } = useBridge();
  const { state, mode, control, dialled } = deskPhone;
  const [isTyping, setTyping] = useState(false);
  if (isTyping || (state === 'none' && !control))
    return (
      <NumberField
        label={text('desk-phone.address')}
        hint={text('desk-phone.address-hint')}
        value={control?.address ?? ''}
        onSave={async (address) => {
          if (await onSave(call('desk-phone/set-address', { address }))) setTyping(false);
        }}
      />
    );
  if (control) return <ControlledPhone control={control} watch={watch} onChange={() => setTyping(true)} />;
  if (mode !== 'desk') return null;
  return (
    <>
      <Chosen {...deskPhone} onChoose={(line) => watch(call('desk-phone/choose', line))} />
      {dialled !== undefined && (
        <div className={styles['row']}>
          <span role="status">{text('desk-phone.dialled', { number: dialled })}</span>
          <Button
            size="small"
            icon={<CallEndRegular />}
            onClick={() => watch(call('desk-phone/end', undefined))}
          >
            {text('desk-phone.end')}
          </Button>
        </div>
      )}
      <p className={styles['note']}>{text('desk-phone.limits')}</p>
      <Button size="small" appearance="subtle" className={styles['more']} onClick={() => setTyping(true)}>
        {text('desk-phone.full-control')}
      </Button>
    </>
  );
}

/** The number of the other phone, and how far the call by it has come. */
function Other({ deskPhone: { other }, onSave }: { readonly deskPhone: DeskPhone; readonly onSave: Save }) {
  const { call } = useBridge();
  const kept = useOnly('phone')?.destinations ?? [];
  const { number = '', step = 'idle', target = '', error } = other ?? {};
  return (
    <>
      <NumberField
        key={number}
        label={text('desk-phone.number')}
        hint={text('desk-phone.number-hint')}
        value={number}
        choices={kept}
        onSave={async (typed) => void (await onSave(call('desk-phone/set-number', { number: typed })))}
      />
      {step !== 'idle' && <span role="status">{text(`desk-phone.${step}`, { number, target })}</span>}
      {error && <ErrorBar failure={error} />}
    </>
  );
}

/** Lines of phones, one value each. */
function Chosen({
  phones,
  chosen,
  onChoose,
}: DeskPhone & { readonly onChoose: (line: { readonly device: string; readonly line: string }) => void }) {
  const choices = phones.flatMap(({ device, description, lines }) =>
    lines.map((line) => ({ device, line, words: `${description} · ${line}` })),
  );
  if (choices.length === 0) return chosen && <bdi>{`${chosen.device} · ${chosen.line}`}</bdi>;
  const at = choices.findIndex(({ device, line }) => device === chosen?.device && line === chosen.line);
  return (
    <Select
      size="small"
      aria-label={text('desk-phone.which')}
      value={String(at)}
      onChange={(_, data) => {
        const picked = choices[Number(data.value)];
        if (picked) onChoose({ device: picked.device, line: picked.line });
      }}
    >
      {choices.map(({ words }, index) => (
        <option key={words} value={String(index)}>
          {words}
        </option>
      ))}
    </Select>
  );
}
