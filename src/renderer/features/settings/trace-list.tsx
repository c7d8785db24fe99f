import type { TraceSpan } from '../../../shared/domain/trace.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './connection-status.module.css';
import { factsOf, lengthOf, traceLines } from './trace-tree.ts';
import { useAnswer } from './use-answer.ts';

const INDENT = 16;

/** What Parlance did, step under step, with its result and its time. */
export function TraceList() {
  const answer = useAnswer('diagnostics/trace');
  if (!answer) return <p className={styles['note']}>{text('connection.loading')}</p>;
  if (!answer.ok) return <ErrorBar failure={answer.error} />;
  const lines = traceLines(answer.value);
  if (lines.length === 0) return <p className={styles['note']}>{text('connection.trace-empty')}</p>;
  return (
    <ol className={styles['trace']}>
      {lines.map(({ span, depth }) => (
        <li key={span.id} className={styles['span']} style={{ paddingInlineStart: depth * INDENT }}>
          <span>{span.name}</span>
          {span.outcome && (
            <span className={span.outcome === 'failed' ? styles['failed'] : styles['quiet']}>
              {text(`connection.outcome.${span.outcome}`)}
            </span>
          )}
          <span className={styles['time']}>{lengthText(span)}</span>
          {factsOf(span) !== '' && <span className={styles['span-facts']}>{factsOf(span)}</span>}
        </li>
      ))}
    </ol>
  );
}

function lengthText(span: TraceSpan): string {
  const milliseconds = lengthOf(span);
  return milliseconds === undefined
    ? text('connection.trace-open')
    : text('connection.trace-ms', { milliseconds });
}
