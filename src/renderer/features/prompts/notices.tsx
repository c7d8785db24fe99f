import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { Notice } from '../../../shared/domain/prompt.ts';
import { useBridge, useEntities } from '../../bridge/bridge-context.tsx';
import { errorText, text, textOf } from '../../text/text.ts';
import styles from './notices.module.css';

const intents = { info: 'info', ok: 'success', warning: 'warning', error: 'error' } as const;
const SHOWN = 3;

/** Short messages that go by themselves or are dismissed; said politely, newest last, never in the way of typing. */
export function Notices() {
  const { call } = useBridge();
  const notices = useEntities('notices');
  const shown = [...notices.values()].sort((a, b) => a.at - b.at).slice(-SHOWN);
  return (
    <section className={styles['region']} aria-label={text('notices.region')} aria-live="polite">
      {shown.map((notice) => (
        <NoticeBar
          key={notice.id}
          notice={notice}
          onDismiss={() => void call('notices/dismiss', { id: notice.id })}
        />
      ))}
    </section>
  );
}

function NoticeBar({ notice, onDismiss }: { readonly notice: Notice; readonly onDismiss: () => void }) {
  const failure = notice.error && errorText(notice.error);
  const words = notice.error?.params?.['words'];
  // A notice that is only about its error says it once.
  const isErrorItself = notice.text.key === `error.${notice.error?.code}`;
  return (
    <MessageBar
      className={styles['notice']}
      intent={intents[notice.tone]}
      layout="multiline"
      politeness="polite"
      data-notice-id={notice.id}
    >
      <MessageBarBody>
        {textOf(notice.text)}
        {failure && (
          <>
            {!isErrorItself && ` ${failure.sentence}`}{' '}
            <span className={styles['id']}>{text('notices.error-id', { id: failure.id })}</span>
          </>
        )}
        {words !== undefined && <div dir="auto">{text('app.server-words', { words })}</div>}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            size="small"
            appearance="transparent"
            icon={<DismissRegular />}
            aria-label={text('app.dismiss')}
            onClick={onDismiss}
          />
        }
      />
    </MessageBar>
  );
}
