import { Button, Input } from '@fluentui/react-components';
import { ArrowForwardRegular, CallRegular, DismissRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import type { CallTarget } from './call-targets.ts';
import styles from './target-panel.module.css';
import { useCallTargets } from './use-call-targets.ts';

export interface TargetPanelProps {
  /** What is to be done with whoever is chosen: send the call there, or bring them into it. */
  readonly purpose: 'transfer' | 'add';
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  /** Sends the call there at once; only for a transfer. */
  readonly onNow: (target: string) => void;
  /** Calls them first; the call is held meanwhile. */
  readonly onTalk: (target: string) => void;
  readonly onClose: () => void;
}

/** Whom to transfer to or to add: typed or found, chosen by arrows; Enter talks first, Esc goes back to the call. */
export function TargetPanel({ purpose, pictureOf, onNow, onTalk, onClose }: TargetPanelProps) {
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const targets = useCallTargets(typed);
  const chosen = targets[Math.min(active, targets.length - 1)];
  useEffect(() => field.current?.focus(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    // Whatever is typed here is no tone of the call.
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : targets.length - 1;
      setActive(targets.length === 0 ? 0 : (active + step) % targets.length);
    } else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape and arrows work from all its fields
    <form
      className={styles['panel']}
      aria-label={text(`call.${purpose}`)}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) onTalk(chosen.target);
      }}
    >
      <div className={styles['head']}>
        <Input
          ref={field}
          className={styles['field']}
          value={typed}
          role="combobox"
          aria-label={text(`call.${purpose}-to`)}
          placeholder={text('call.target-hint')}
          aria-expanded={targets.length > 0}
          aria-controls={list}
          aria-activedescendant={chosen && `${list}-${chosen.key}`}
          onChange={(_, data) => {
            setTyped(data.value);
            setActive(0);
          }}
        />
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={text('call.target-close')}
          onClick={onClose}
        />
      </div>
      <div id={list} role="listbox" aria-label={text('call.targets')} className={styles['list']}>
        {targets.map((target, index) => (
          <Choice
            key={target.key}
            id={`${list}-${target.key}`}
            target={target}
            isActive={target === chosen}
            pictureOf={pictureOf}
            onChoose={() => setActive(index)}
          />
        ))}
      </div>
      {typed.trim() !== '' && targets.length === 0 && (
        <p className={styles['hint']} role="status">
          {text('call.targets-none')}
        </p>
      )}
      <Buttons purpose={purpose} chosen={chosen} onNow={onNow} />
    </form>
  );
}

function Buttons({
  purpose,
  chosen,
  onNow,
}: Pick<TargetPanelProps, 'purpose' | 'onNow'> & { readonly chosen: CallTarget | undefined }) {
  return (
    <div className={styles['buttons']}>
      {purpose === 'transfer' && (
        <Button
          icon={<ArrowForwardRegular />}
          disabled={!chosen}
          onClick={() => chosen && onNow(chosen.target)}
        >
          {text('call.transfer-now')}
        </Button>
      )}
      <Button type="submit" appearance="primary" icon={<CallRegular />} disabled={!chosen}>
        {text(purpose === 'transfer' ? 'call.talk-first' : 'call.call-to-add')}
      </Button>
    </div>
  );
}

function Choice({
  id,
  target,
  isActive,
  pictureOf,
  onChoose,
}: Pick<TargetPanelProps, 'pictureOf'> & {
  readonly id: string;
  readonly target: CallTarget;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}) {
  const { name, person } = target;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and the keys
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={styles['choice']}
      data-active={isActive}
      onClick={onChoose}
    >
      {person && <PersonAvatar name={name} picture={pictureOf(person.avatarHash)} size={24} />}
      <bdi className={styles['name']}>{name}</bdi>
      {target.target !== name && (
        <bdi className={styles['number']} dir="ltr">
          {target.target}
        </bdi>
      )}
    </div>
  );
}
