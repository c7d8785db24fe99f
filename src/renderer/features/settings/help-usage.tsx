import { Button, Switch } from '@fluentui/react-components';
import { useState } from 'react';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import styles from './about.module.css';

/** Counts of use: off and said so, or where they go, what they are, and the person's own switch (S6). */
export function HelpUsage({
  usage,
}: {
  readonly usage: { readonly isAllowed: boolean; readonly host?: string | undefined };
}) {
  const { call } = useBridge();
  const settings = useOnly('settings') ?? defaultSettings;
  const [shown, setShown] = useState<string>();
  const show = async () => {
    const answer = await call('support/usage');
    if (answer.ok) setShown(answer.value.text);
  };
  return (
    <section className={styles['part']} aria-labelledby="help-usage">
      <h3 id="help-usage">{text('usage.title')}</h3>
      {usage.isAllowed ? (
        <>
          <p className={styles['note']}>{text('usage.on', { host: usage.host ?? '' })}</p>
          <Switch
            checked={settings.sendUsage}
            label={text('settings.sendUsage')}
            onChange={(_, data) => void call('settings/set', { sendUsage: data.checked })}
          />
          <div className={styles['actions']}>
            <Button
              aria-expanded={shown !== undefined}
              onClick={() => (shown === undefined ? void show() : setShown(undefined))}
            >
              {text('usage.show')}
            </Button>
          </div>
          {shown !== undefined && (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without a tab stop keys could not scroll it
            <pre className={styles['payload']} tabIndex={0} aria-label={text('usage.show')}>
              {shown}
            </pre>
          )}
        </>
      ) : (
        <p className={styles['note']}>{text('usage.off')}</p>
      )}
    </section>
  );
}
