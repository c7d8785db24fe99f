import type { Call } from '../../shared/domain/call.ts';
import type { CallId } from '../../shared/domain/ids.ts';
import type { Host } from '../ports/host.port.ts';
import type { Words } from './words.ts';

/** What the buttons of the notice do. */
export type CallAnswer = (act: 'answer' | 'decline' | 'open', id: CallId) => void;

/**
 * Brings a ringing call before the person though the window is hidden or behind others: the window comes up without
 * taking the keyboard, and the system says who calls, with the buttons it has. Calls under do not disturb never get here.
 */
export function announceCall(
  host: Pick<Host, 'caps' | 'notify' | 'showWindow'>,
  words: Words,
  { id, peer }: Call,
  answer: CallAnswer,
): void {
  host.showWindow(false);
  if (!host.caps.nativeNotifications) return;
  const caller = peer.name || peer.address;
  host.notify({
    title: words('app.incoming-call', { name: caller }),
    body: peer.address,
    tag: id,
    isUrgent: true,
    actions: [
      { id: 'answer', label: words('incoming.answer') },
      { id: 'decline', label: words('incoming.decline') },
    ],
    onAct(act) {
      if (act.kind === 'open') answer('open', id);
      if (act.kind === 'action' && (act.id === 'answer' || act.id === 'decline')) answer(act.id, id);
    },
  });
}
