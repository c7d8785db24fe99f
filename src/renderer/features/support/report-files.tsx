import { Spinner } from '@fluentui/react-components';
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/commands.ts';
import type { ProblemReport } from '../../../shared/domain/support.ts';
import type { Result } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './report-dialog.module.css';

const size = (bytes: number): string =>
  bytes < 1024
    ? text('report.bytes', { count: bytes })
    : text('report.kilobytes', { count: Math.round(bytes / 1024) });

/** Every file of a report, each to be opened and read as it will be handed over. */
export function ReportFiles({ report }: { readonly report: ProblemReport }) {
  const [open, setOpen] = useState<string>();
  return (
    <ul className={styles['files']} aria-label={text('report.files')}>
      {report.files.map(({ name, bytes }) => {
        const isOpen = name === open;
        return (
          <li key={name}>
            <button
              type="button"
              className={styles['file']}
              aria-expanded={isOpen}
              onClick={() => setOpen(isOpen ? undefined : name)}
            >
              {isOpen ? <ChevronDownRegular /> : <ChevronRightRegular className={styles['chevron']} />}
              <span className={styles['name']}>{name}</span>
              <span className={styles['size']}>{size(bytes)}</span>
            </button>
            {isOpen && <FileText id={report.id} name={name} />}
          </li>
        );
      })}
    </ul>
  );
}

function FileText({ id, name }: { readonly id: string; readonly name: string }) {
  const { call } = useBridge();
  const [answer, setAnswer] = useState<Result<CommandOutput<'support/report-file'>>>();
  useEffect(() => {
    let isWanted = true;
    void call('support/report-file', { id, name }).then((given) => isWanted && setAnswer(given));
    return () => {
      isWanted = false;
    };
  }, [call, id, name]);
  if (!answer) return <Spinner size="tiny" />;
  if (!answer.ok) return <ErrorBar failure={answer.error} />;
  return (
    <>
      {answer.value.isCut && <p className={styles['note']}>{text('report.cut')}</p>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without a tab stop keys could not scroll it */}
      <pre className={styles['text']} tabIndex={0} aria-label={name}>
        {answer.value.text}
      </pre>
    </>
  );
}
