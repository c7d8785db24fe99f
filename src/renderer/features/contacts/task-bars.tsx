import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  ProgressBar,
} from '@fluentui/react-components';
import type { Task } from '../../../shared/domain/task.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { listFormat } from '../../text/formats.ts';
import { errorText, plural, text } from '../../text/text.ts';
import styles from './task-bars.module.css';

const SHOWN_PROBLEMS = 3;
const names = listFormat({ type: 'conjunction' });

/** Long jobs: how far they are, what went wrong, and the way to stop them (M9, S7). */
export function TaskBars() {
  const tasks = useEntities('tasks');
  if (tasks.size === 0) return null;
  return (
    <section className={styles['region']} aria-label={text('task.region')}>
      {[...tasks.values()].map((task) => (
        <TaskBar key={task.id} task={task} />
      ))}
    </section>
  );
}

function TaskBar({ task }: { readonly task: Task }) {
  const { call } = useBridge();
  const { id: taskId, done, failed, total, state, left = [] } = task;
  const label = text(`task.${task.kind}`, { done: done - failed, total });
  const isRunning = state === 'running';
  return (
    <MessageBar
      layout="multiline"
      intent={failed > 0 ? 'warning' : state === 'finished' ? 'success' : 'info'}
      politeness="polite"
    >
      <MessageBarBody>
        <span role="status">
          {label}
          {state === 'stopped' && ` · ${text('task.stopped')}`}
          {failed > 0 && ` · ${plural('task.failed', failed)}`}
        </span>
        {left.length > 0 && (
          <div>
            <bdi>{plural('task.left', total - done, { names: names.format(left) })}</bdi>
          </div>
        )}
        {isRunning && <ProgressBar value={done} max={Math.max(total, 1)} aria-label={label} />}
        {!isRunning &&
          task.problems.slice(0, SHOWN_PROBLEMS).map(({ what, error }, at) => (
            <div key={at}>
              <bdi>{text('task.problem', { what, why: errorText(error).sentence })}</bdi>
            </div>
          ))}
      </MessageBarBody>
      <MessageBarActions>
        <Button
          size="small"
          onClick={() => void call(isRunning ? 'tasks/cancel' : 'tasks/dismiss', { taskId })}
        >
          {text(isRunning ? 'task.stop' : 'task.dismiss')}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
