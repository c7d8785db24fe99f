import { Button, Input } from '@fluentui/react-components';
import { BackspaceRegular, CallFilled } from '@fluentui/react-icons';
import { type ClipboardEvent, type FormEvent, useEffect, useRef, useState } from 'react';
import type { Person } from '../../../shared/domain/contact.ts';
import { typedCallObstacle } from '../../../shared/domain/call-obstacle.ts';
import { useBridge, useEntity } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { text } from '../../text/text.ts';
import { CallButton } from '../../ui/call-button.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { dialNumber, ownerOf } from './dial-number.ts';
import styles from './dial-pad.module.css';
import { KeyGrid } from './key-grid.tsx';
import { LineChoice, useLines } from './line-choice.tsx';

export interface DialPadProps {
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  readonly onCall: (target: string, line?: string) => void;
}

/** A number by keys, keyboard or paste, and who that is. Call with nothing typed brings the last number back. */
export function DialPad({ pictureOf, onCall }: DialPadProps) {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const lastNumber = useLastNumber();
  const obstacle = typedCallObstacle(useCallObstacle());
  const number = dialNumber(typed);
  const lines = useLines();
  useEffect(() => field.current?.focus(), []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number === '') setTyped(lastNumber ?? '');
    else if (obstacle === undefined) {
      onCall(number, lines.chosen);
      setTyped('');
    }
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = dialNumber(event.clipboardData.getData('text'));
    const { selectionStart, selectionEnd } = event.currentTarget;
    event.preventDefault();
    setTyped(
      typed.slice(0, selectionStart ?? typed.length) + pasted + typed.slice(selectionEnd ?? typed.length),
    );
  };
  const canRecall = number === '' && lastNumber !== undefined;
  return (
    <form className={styles['pad']} aria-label={text('dial.label')} onSubmit={submit}>
      <Input
        ref={field}
        className={styles['field']}
        size="large"
        type="tel"
        dir="ltr"
        autoComplete="off"
        value={typed}
        aria-label={text('dial.number')}
        placeholder={text('dial.number')}
        onChange={(_, data) => setTyped(data.value)}
        onPaste={paste}
        contentAfter={
          typed === '' ? undefined : (
            <Button
              size="small"
              appearance="transparent"
              icon={<BackspaceRegular />}
              aria-label={text('dial.backspace')}
              onClick={() => setTyped(typed.slice(0, -1))}
            />
          )
        }
      />
      <Owner typed={typed} number={number} pictureOf={pictureOf} />
      <LineChoice {...lines} />
      <KeyGrid hasPlus onKey={(digit) => setTyped((before) => before + digit)} />
      <CallButton
        obstacle={obstacle}
        type="submit"
        appearance="primary"
        size="large"
        icon={<CallFilled />}
        disabled={number === '' && !canRecall}
      >
        {text(canRecall ? 'dial.recall' : 'dial.call')}
      </CallButton>
      {obstacle !== undefined && <p className={styles['hint']}>{text(`call.obstacle.${obstacle}`)}</p>}
    </form>
  );
}

/** Who has the number, else how it will be dialled where that differs from what was typed. */
function Owner({
  typed,
  number,
  pictureOf,
}: Pick<DialPadProps, 'pictureOf'> & { readonly typed: string; readonly number: string }) {
  const person = useOwner(number);
  const dialled = useDialled(number);
  const contact = useEntity('contacts', person?.id ?? '');
  return (
    <div className={styles['owner']} role="status">
      {person ? (
        <>
          <PersonAvatar
            name={person.name}
            picture={pictureOf(contact?.avatarHash ?? person.avatarHash)}
            show={contact?.presence.show}
            size={24}
          />
          <bdi>{person.name}</bdi>
        </>
      ) : (
        dialled !== undefined && dialled !== typed.trim() && text('dial.dialled-as', { number: dialled })
      )}
    </div>
  );
}

function useOwner(number: string): Person | undefined {
  const { call } = useBridge();
  const [found, setFound] = useState<readonly Person[]>([]);
  useEffect(() => {
    if (number.length < 3) return;
    const controller = new AbortController();
    void call(
      'contacts/search',
      { text: number.slice(0, 200), limit: 8 },
      { signal: controller.signal },
    ).then((result) => {
      if (result.ok && !controller.signal.aborted) setFound(result.value);
    });
    return () => controller.abort();
  }, [call, number]);
  return ownerOf(number, found);
}

/** How a number will really be dialled: the administrator's rules may change it. */
function useDialled(number: string): string | undefined {
  const { call } = useBridge();
  const [preview, setPreview] = useState<{ readonly number: string; readonly dialled: string }>();
  useEffect(() => {
    if (number === '') return;
    const controller = new AbortController();
    void call('calls/preview', { target: number }, { signal: controller.signal }).then((result) => {
      if (result.ok && !controller.signal.aborted) setPreview({ number, dialled: result.value.number });
    });
    return () => controller.abort();
  }, [call, number]);
  if (number === '') return undefined;
  return preview?.number === number ? preview.dialled : number;
}

function useLastNumber(): string | undefined {
  const { call } = useBridge();
  const [last, setLast] = useState<string>();
  useEffect(() => {
    void call('calls/history', { missedOnly: false, limit: 50 }).then((page) => {
      if (page.ok) setLast(page.value.entries.find((entry) => entry.direction === 'out')?.peer.address);
    });
  }, [call]);
  return last;
}
