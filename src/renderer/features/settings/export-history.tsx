import { Button, Field, Select } from '@fluentui/react-components';
import { useMemo, useRef, useState } from 'react';
import { type HistoryFormat, historyFormatSchema } from '../../../shared/contract/history-commands.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { plural, text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { saveFile } from './save-file.ts';
import styles from './setting-control.module.css';

const FILES: Readonly<Record<HistoryFormat, { readonly ending: string; readonly type: string }>> = {
  text: { ending: 'txt', type: 'text/plain;charset=utf-8' },
  html: { ending: 'html', type: 'text/html;charset=utf-8' },
  json: { ending: 'json', type: 'application/json' },
};

type Progress = { readonly isRunning: boolean; readonly count: number } | Failure | undefined;

/** What was said, as a file: one chat or all of them (M13). */
export function ExportHistory() {
  const conversations = useEntities('conversations');
  const [chosen, setChosen] = useState('');
  const [format, setFormat] = useState<HistoryFormat>('text');
  const { progress, run, stop } = useExport();
  const sorted = useMemo(
    () => [...conversations.values()].sort((a, b) => a.title.localeCompare(b.title)),
    [conversations],
  );
  const counted = progress && 'count' in progress ? progress : undefined;
  return (
    <>
      {progress && 'code' in progress && <ErrorBar failure={progress} />}
      <Field label={text('history.export-what')} hint={text('history.export-help')}>
        <Select value={chosen} onChange={(_, data) => setChosen(data.value)}>
          <option value="">{text('history.export-all')}</option>
          {sorted.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={text('history.export-format')}>
        <Select value={format} onChange={(_, data) => setFormat(historyFormatSchema.parse(data.value))}>
          {historyFormatSchema.options.map((each) => (
            <option key={each} value={each}>
              {text(`history.format.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <div className={styles['test']}>
        {counted?.isRunning === true ? (
          <Button onClick={stop}>{text('history.export-stop')}</Button>
        ) : (
          <Button onClick={() => run(format, chosen === '' ? undefined : (chosen as ConversationId))}>
            {text('history.export')}
          </Button>
        )}
        <span role="status">{counted && plural('history.exported', counted.count)}</span>
      </div>
    </>
  );
}

/** Asks for part after part; the file is saved when all of them are there. */
function useExport() {
  const { call } = useBridge();
  const [progress, setProgress] = useState<Progress>();
  const running = useRef<AbortController>(undefined);
  async function read(format: HistoryFormat, conversationId: ConversationId | undefined): Promise<void> {
    const controller = new AbortController();
    running.current = controller;
    setProgress({ isRunning: true, count: 0 });
    const parts: string[] = [];
    const what = { format, ...(conversationId !== undefined && { conversationId }) };
    let answer = await call('history/export', what, { signal: controller.signal });
    while (answer.ok && !controller.signal.aborted) {
      const { part, count, next } = answer.value;
      parts.push(part);
      setProgress({ isRunning: next !== undefined, count });
      if (next === undefined) {
        const { ending, type } = FILES[format];
        return saveFile(`parlance-history.${ending}`, type, parts);
      }
      answer = await call('history/export', { ...what, from: next }, { signal: controller.signal });
    }
    setProgress(answer.ok || controller.signal.aborted ? undefined : answer.error);
  }
  return {
    progress,
    run: (format: HistoryFormat, conversationId: ConversationId | undefined) =>
      void read(format, conversationId),
    stop: () => running.current?.abort(),
  };
}
