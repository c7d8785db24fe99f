import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/commands.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';

/** Which of the person's softphones is used here; nothing to see for those who have one or none. */
export function SoftphoneChoice() {
  const { call } = useBridge();
  const [known, setKnown] = useState<CommandOutput<'phone/devices'>>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    let isGone = false;
    void call('phone/devices').then((result) => {
      if (!isGone && result.ok) setKnown(result.value);
    });
    return () => {
      isGone = true;
    };
  }, [call]);
  if (!known || known.softphones.length < 2) return null;
  const choose = (name: string) =>
    void call('phone/choose-device', { name }).then((result) => {
      setFailure(result.ok ? undefined : result.error);
      if (result.ok) setKnown({ ...known, current: name });
    });
  return (
    <>
      {failure && <ErrorBar failure={failure} />}
      <Field label={text('settings.softphone')} hint={text('settings.softphone-help')}>
        <RadioGroup value={known.current ?? ''} onChange={(_, data) => choose(data.value)}>
          {known.softphones.map(({ name, description }) => (
            <Radio key={name} value={name} label={description === '' ? name : `${name} · ${description}`} />
          ))}
        </RadioGroup>
      </Field>
    </>
  );
}
