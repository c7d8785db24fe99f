import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useOnly } from '../../bridge/bridge-context.tsx';
import { plural, text } from '../../text/text.ts';

/** What the administrator has decided of keeping chats (M13, S3). */
export function HistoryNote() {
  const history = useOnly('history');
  if (!history?.isDecided) return null;
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        {history.isKept ? plural('history.days', history.days ?? 0) : text('history.not-kept')}
      </MessageBarBody>
    </MessageBar>
  );
}
