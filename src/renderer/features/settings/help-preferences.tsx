import { Button } from '@fluentui/react-components';
import { type ChangeEvent, useRef, useState } from 'react';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useLastFailure } from '../../bridge/use-last-failure.ts';
import { plural, text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './about.module.css';
import { SavePreferences } from './webex-dialog.tsx';

/** The person's choices as a file, out and in (S7). */
export function HelpPreferences() {
  const { call } = useBridge();
  const { failure, watch } = useLastFailure();
  const [taken, setTaken] = useState<number>();
  const input = useRef<HTMLInputElement>(null);
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (!file) return;
    setTaken(undefined);
    const read = await call('support/import-preferences', { text: (await file.text()).slice(0, 100_000) });
    await watch(Promise.resolve(read));
    if (read.ok) setTaken(read.value.taken);
  };
  return (
    <section className={styles['part']} aria-labelledby="help-preferences">
      <h3 id="help-preferences">{text('preferences.title')}</h3>
      <p className={styles['note']}>{text('preferences.help')}</p>
      {failure && <ErrorBar failure={failure} />}
      <div className={styles['actions']}>
        <SavePreferences />
        <Button onClick={() => input.current?.click()}>{text('preferences.import')}</Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label={text('preferences.import')}
          onChange={(event) => void read(event)}
        />
      </div>
      <p role="status">{taken !== undefined && plural('preferences.taken', taken)}</p>
    </section>
  );
}
