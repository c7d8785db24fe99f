import type { DeskPhone } from './desk-phone.ts';
import type { ServiceStatus } from './session.ts';

/** Why no call can begin now; each has its words: `call.obstacle.<name>`. */
export type CallObstacle =
  | 'phone-none'
  | 'phone-connecting'
  | 'phone-offline'
  | 'desk-phone-connecting'
  | 'desk-phone-lost';

/**
 * Whether a call could begin with the phone that calls are made with, known before anybody presses anything. What is not
 * known yet hinders nobody: main says it then.
 */
export function callObstacle(
  phone: Pick<ServiceStatus, 'state'> | undefined,
  desk: Pick<DeskPhone, 'mode' | 'control'> | undefined,
): CallObstacle | undefined {
  const isDesk = desk?.mode === 'desk';
  // WebDialer is asked over the web; a phone under control hangs on our registration.
  if (isDesk && !desk.control) return undefined;
  const { state } = phone ?? { state: 'online' };
  if (state === 'off') return 'phone-none';
  if (state === 'connecting') return 'phone-connecting';
  if (state !== 'online') return 'phone-offline';
  if (!isDesk || desk.control?.state === 'ready') return undefined;
  return desk.control?.state === 'connecting' ? 'desk-phone-connecting' : 'desk-phone-lost';
}

/** The same for what somebody types: emergency calls are this computer's, so a lost desk phone must not stop them. */
export function typedCallObstacle(obstacle: CallObstacle | undefined): CallObstacle | undefined {
  return obstacle === 'desk-phone-connecting' || obstacle === 'desk-phone-lost' ? undefined : obstacle;
}
