import { Button, Field, MessageBar, MessageBarBody, Radio, RadioGroup } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { ManualSettings } from '../../../shared/domain/session.ts';
import { text } from '../../text/text.ts';
import { AdvancedFields } from './advanced-fields.tsx';
import { type AdvancedDraft, draftOf, settingsOf } from './advanced-draft.ts';
import styles from './form.module.css';

export interface AdvancedSettingsProps {
  readonly settings: ManualSettings;
  /** What the last look for services found. */
  readonly found: { readonly presenceServer?: string | undefined };
  readonly onSave: (settings: ManualSettings) => void;
  readonly onCancel: () => void;
}

/** Servers by hand (D12). Saved settings win over every other source; Automatic undoes them. */
export function AdvancedSettings({ settings, found, onSave, onCancel }: AdvancedSettingsProps) {
  // What is saved and what was found may come when the form is open already; what the person wrote stands.
  const [written, setWritten] = useState<Partial<AdvancedDraft>>({});
  const draft = { ...draftOf(settings, found), ...written };
  const write = (change: Partial<AdvancedDraft>) => setWritten({ ...written, ...change });
  const [problem, setProblem] = useState<'incomplete' | 'bad-port'>();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const result = settingsOf(draft);
    if (result.ok) onSave(result.settings);
    else setProblem(result.problem);
  };
  return (
    <form className={styles['form']} onSubmit={save} noValidate aria-label={text('advanced.title')}>
      <p className={styles['hint']}>{text('advanced.intro')}</p>
      {settings.kind !== 'automatic' && <p className={styles['hint']}>{text('advanced.wins')}</p>}
      <Field label={text('advanced.kind')}>
        <RadioGroup
          value={draft.kind}
          onChange={(_, data) => write({ kind: data.value as ManualSettings['kind'] })}
        >
          <Radio value="automatic" label={text('advanced.automatic')} />
          <Radio value="cucm-imp" label={text('advanced.cucm-imp')} />
          <Radio value="cucm" label={text('advanced.cucm')} />
          <Radio value="webex" label={text('advanced.webex')} />
          <Radio value="standards" label={text('advanced.standards')} />
        </RadioGroup>
      </Field>
      <AdvancedFields draft={draft} onChange={write} />
      {problem && (
        <MessageBar intent="error" role="alert">
          <MessageBarBody>{text(`advanced.${problem}`)}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles['row']}>
        <Button type="submit" appearance="primary">
          {text('advanced.save')}
        </Button>
        <Button onClick={onCancel}>{text('sign-in.back')}</Button>
      </div>
    </form>
  );
}
