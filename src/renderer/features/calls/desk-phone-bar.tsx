import { Button, Radio, RadioGroup, Select, Spinner } from '@fluentui/react-components';
import { CallEndRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { DeskPhone } from '../../../shared/domain/desk-phone.ts';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './desk-phone-bar.module.css';

/** Which phone makes the calls: this computer, or the one on the desk (V7). One click changes it. */
export function DeskPhoneBar() {
  const { call } = useBridge();
  const deskPhone = useOnly('deskPhone');
  const [failure, setFailure] = useState<Failure>();
  if (!deskPhone || deskPhone.state === 'none') return null;
  const { state, isOn, dialled } = deskPhone;
  const watch = (work: Promise<Result<void>>) =>
    void work.then((result) => setFailure(result.ok ? undefined : result.error));
  return (
    <section className={styles['bar']} aria-label={text('desk-phone.title')}>
      <div className={styles['row']}>
        <RadioGroup
          layout="horizontal"
          aria-label={text('desk-phone.title')}
          value={isOn || state === 'looking' ? 'desk' : 'computer'}
          onChange={(_, data) => watch(call('desk-phone/set-mode', { isOn: data.value === 'desk' }))}
        >
          <Radio value="computer" label={text('desk-phone.computer')} />
          <Radio value="desk" label={text('desk-phone.desk')} />
        </RadioGroup>
        {state === 'looking' && <Spinner size="extra-tiny" label={text('desk-phone.looking')} />}
      </div>
      {failure && <ErrorBar failure={failure} />}
      {isOn && <Chosen {...deskPhone} onChoose={(line) => watch(call('desk-phone/choose', line))} />}
      {isOn && dialled !== undefined && (
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
      {isOn && <p className={styles['note']}>{text('desk-phone.limits')}</p>}
    </section>
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
