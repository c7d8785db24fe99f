import type { Call } from '../../shared/domain/call.ts';
import type { Host } from '../ports/host.port.ts';
import type { Words } from './words.ts';

/**
 * Brings a ringing call before the person though the window is hidden or behind others: the window comes up without
 * taking the keyboard, and the system says who calls. Calls under do not disturb never get here.
 */
export function announceCall(
  host: Pick<Host, 'caps' | 'notify' | 'showWindow'>,
  words: Words,
  { id, peer }: Call,
): void {
  host.showWindow(false);
  if (!host.caps.nativeNotifications) return;
  const caller = peer.name || peer.address;
  host.notify({ title: words('app.incoming-call', { name: caller }), body: peer.address, tag: id });
}
