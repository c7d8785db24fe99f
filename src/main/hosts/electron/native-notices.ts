import type { Notification } from 'electron';
import type { DesktopNotice, Host } from '../../ports/host.port.ts';
import type { ElectronApi } from './electron-api.ts';

/** The system's notices: one a tag, with the buttons and the reply line that the system has; they make no sound of their own. */
export function createNativeNotices(
  electron: Pick<ElectronApi, 'Notification'>,
  onClick: () => void,
): Required<Pick<Host, 'notify' | 'withdraw'>> {
  // Kept until they are gone: a notice that is collected loses its buttons.
  const shown = new Map<string, Notification>();
  const withdraw = (tag: string): void => {
    const native = shown.get(tag);
    shown.delete(tag);
    native?.close();
  };
  return {
    withdraw,
    notify(notice) {
      withdraw(notice.tag);
      const native = new electron.Notification(optionsOf(notice));
      shown.set(notice.tag, native);
      const done = (): void => {
        if (shown.get(notice.tag) === native) shown.delete(notice.tag);
      };
      native.on('click', () => {
        done();
        onClick();
        notice.onAct?.({ kind: 'open' });
      });
      native.on('action', ({ actionIndex }) => {
        const id = notice.actions?.[actionIndex]?.id;
        if (id !== undefined) notice.onAct?.({ kind: 'action', id });
        withdraw(notice.tag);
      });
      native.on('reply', ({ reply }) => {
        notice.onAct?.({ kind: 'reply', text: reply });
        withdraw(notice.tag);
      });
      native.on('close', done);
      native.show();
    },
  };
}

function optionsOf({ title, body, isUrgent, actions, replyHint }: DesktopNotice) {
  return {
    title,
    body,
    silent: true,
    ...(isUrgent && { timeoutType: 'never' as const, urgency: 'critical' as const }),
    ...(actions && { actions: actions.map(({ label }) => ({ type: 'button' as const, text: label })) }),
    ...(replyHint !== undefined && { hasReply: true, replyPlaceholder: replyHint }),
  };
}
