import type { EffectiveConfiguration } from '../../shared/deployment/effective-configuration.ts';
import type { Call } from '../../shared/domain/call.ts';
import type { CallId } from '../../shared/domain/ids.ts';
import type { Host } from '../ports/host.port.ts';
import type { Words } from './words.ts';

/** What the buttons of the notice do. */
export type CallAnswer = (act: 'answer' | 'decline' | 'open', id: CallId) => void;

/** What the administrator has left of it (S3). */
export interface AnnouncementRules {
  /** The window comes up. */
  readonly raises: boolean;
  /** The system says who calls. */
  readonly notices: boolean;
}

/**
 * `ShowCallAlerts`; and for the phone that rings, whether the window comes up: `OnVideo` does not, as nobody knows of pictures
 * before the call is answered.
 */
export function announcementRules(
  configuration: Pick<EffectiveConfiguration, 'isOn' | 'text'>,
  phone: 'computer' | 'desk',
): AnnouncementRules {
  const notices = configuration.isOn('ShowCallAlerts');
  const names =
    phone === 'desk'
      ? (['DeskPhoneModeWindowBehavior', 'CTIWindowBehaviour'] as const)
      : (['SoftPhoneModeWindowBehavior'] as const);
  return { notices, raises: notices && names.every((name) => configuration.text(name) === 'OnCall') };
}

/**
 * Brings a ringing call before the person though the window is hidden or behind others: the window comes up without
 * taking the keyboard, and the system says who calls, with the buttons it has. Calls under do not disturb never get here.
 */
export function announceCall(
  host: Pick<Host, 'caps' | 'notify' | 'showWindow'>,
  words: Words,
  { id, peer }: Call,
  answer: CallAnswer,
  rules: AnnouncementRules = { raises: true, notices: true },
): void {
  if (rules.raises) host.showWindow(false);
  if (!rules.notices || !host.caps.nativeNotifications) return;
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
