import { Field, Input } from '@fluentui/react-components';
import type { Settings } from '../../../shared/domain/settings.ts';
import { text } from '../../text/text.ts';
import styles from './hot-key-list.module.css';

const codes = ['park', 'pickup'] as const;
const LONGEST = 20;

/** Codes of a plain SIP server for what others have keys for; a field that is empty takes the button away. */
export function FeatureCodes({
  settings: { featureCodes },
  onChange,
}: {
  readonly settings: Settings;
  readonly onChange: (changes: Partial<Settings>) => void;
}) {
  return (
    <section aria-labelledby="settings-featureCodes" className={styles['list']}>
      <h3 id="settings-featureCodes" className={styles['title']}>
        {text('settings.featureCodes')}
      </h3>
      <p className={styles['help']}>{text('settings.featureCodes-help')}</p>
      {codes.map((code) => (
        <Field key={code} label={text(`settings.featureCodes.${code}`)}>
          <Input
            dir="ltr"
            inputMode="tel"
            autoComplete="off"
            placeholder={text('settings.featureCodes.none')}
            value={featureCodes[code]}
            onChange={(_, { value }) =>
              onChange({
                featureCodes: { ...featureCodes, [code]: value.replace(/[^\d*#]/g, '').slice(0, LONGEST) },
              })
            }
          />
        </Field>
      ))}
    </section>
  );
}
