import { Button, Field, Select } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import {
  type ContactFileFormat,
  contactFileFormatSchema,
  LONGEST_CONTACT_FILE,
} from '../../../shared/contract/contact-commands.ts';
import type { CommandOutput } from '../../../shared/contract/commands.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { plural, text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './contact-files.module.css';
import { saveFile } from './save-file.ts';

type Preview = CommandOutput<'contacts/read-file'>;
const SHOWN = 50;

/** The contact list as a file, and contacts from a file (C5, S7). */
export function ContactFiles() {
  return (
    <>
      <ExportContacts />
      <ImportContacts />
    </>
  );
}

function ExportContacts() {
  const { call } = useBridge();
  const [format, setFormat] = useState<ContactFileFormat>('vcard-3');
  const [count, setCount] = useState<number>();
  const [failure, setFailure] = useState<Failure>();
  const save = async () => {
    const made = await call('contacts/export', { format });
    setFailure(made.ok ? undefined : made.error);
    setCount(made.ok ? made.value.count : undefined);
    if (made.ok) saveFile(made.value.name, made.value.type, [made.value.text]);
  };
  return (
    <section className={styles['part']} aria-label={text('files.export')}>
      {failure && <ErrorBar failure={failure} />}
      <h3>{text('files.export')}</h3>
      <Field label={text('files.format')} hint={text('files.export-help')}>
        <Select value={format} onChange={(_, data) => setFormat(contactFileFormatSchema.parse(data.value))}>
          {contactFileFormatSchema.options.map((each) => (
            <option key={each} value={each}>
              {text(`files.format.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <div className={styles['row']}>
        <Button onClick={() => void save()}>{text('files.save')}</Button>
        <span role="status">{count !== undefined && plural('files.saved', count)}</span>
      </div>
    </section>
  );
}

function ImportContacts() {
  const { call } = useBridge();
  const input = useRef<HTMLInputElement>(null);
  const [step, setStep] = useState<'none' | 'reading' | 'too-long' | Preview | Failure>('none');
  const read = async (file: File) => {
    if (file.size > LONGEST_CONTACT_FILE) return setStep('too-long');
    setStep('reading');
    const answer = await call('contacts/read-file', { text: await textOf(file) });
    setStep(answer.ok ? answer.value : answer.error);
  };
  const take = async (token: string) => {
    const started = await call('contacts/import', { token });
    setStep(started.ok ? 'none' : started.error);
  };
  const preview = typeof step === 'object' && 'token' in step ? step : undefined;
  return (
    <section className={styles['part']} aria-label={text('files.import')}>
      {typeof step === 'object' && 'code' in step && <ErrorBar failure={step} />}
      <h3>{text('files.import')}</h3>
      <p className={styles['help']}>{text('files.import-help')}</p>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={text('files.choose')}
        accept=".vcf,.csv,.txt,text/vcard,text/csv"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file can be chosen again.
          event.target.value = '';
          if (file) void read(file);
        }}
      />
      <div className={styles['row']}>
        <Button onClick={() => input.current?.click()} disabled={step === 'reading'}>
          {text('files.choose')}
        </Button>
        <span role="status">
          {step === 'reading' && text('files.reading')}
          {step === 'too-long' && text('files.too-long')}
        </span>
      </div>
      {preview && (
        <ImportPreview
          preview={preview}
          onTake={() => void take(preview.token)}
          onCancel={() => setStep('none')}
        />
      )}
    </section>
  );
}

function ImportPreview({
  preview,
  onTake,
  onCancel,
}: {
  readonly preview: Preview;
  readonly onTake: () => void;
  readonly onCancel: () => void;
}) {
  const { add, 'add-local': local, regroup } = preview.fates;
  const count = add + local + regroup;
  const shown = preview.entries.slice(0, SHOWN);
  const place = useRef<HTMLDivElement>(null);
  // It opens below what is in view. (Newer Chromium answers with a promise, which is no cleanup.)
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div className={styles['preview']} ref={place}>
      <h4>{text('files.preview')}</h4>
      <ul aria-label={text('files.preview')}>
        {shown.map((entry, at) => (
          <li key={at} data-fate={entry.fate}>
            <bdi>{entry.name}</bdi>
            <span>
              {[text(`files.fate.${entry.fate}`), entry.detail, entry.groups.join(', ')]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {preview.total > shown.length && <p>{plural('files.more', preview.total - shown.length)}</p>}
      {count === 0 && <p role="status">{text('files.nothing')}</p>}
      <div className={styles['row']}>
        {count > 0 && (
          <Button appearance="primary" onClick={onTake}>
            {plural('files.take', count)}
          </Button>
        )}
        <Button onClick={onCancel}>{text('files.cancel')}</Button>
      </div>
    </div>
  );
}

/** UTF-8, else the letters of Western Windows, as Outlook's CSV has them. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  const [first = 0, second = 0] = new Uint8Array(bytes.slice(0, 2));
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
