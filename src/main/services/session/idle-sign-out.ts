import type { IdleReport } from '../../ports/idle.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';

const MINUTE_MS = 60_000;

export interface IdleSignOutPorts {
  readonly policies: Pick<Policies, 'current'>;
  readonly prompter: Pick<Prompter, 'tell'>;
  readonly isSignedIn: () => boolean;
  /** Somebody who listens does not touch the keyboard. */
  readonly isOnCall: () => boolean;
  readonly signOut: () => void;
}

/** Signs out when nobody has used the computer for as long as `ForceLogoutTimerDesktop` says (minutes), once an absence. */
export function createIdleSignOut(ports: IdleSignOutPorts): { seen(report: IdleReport): void } {
  let isDone = false;
  return {
    seen({ idleMs }) {
      const minutes = ports.policies.current().number('ForceLogoutTimerDesktop');
      const isLong = minutes !== undefined && idleMs >= minutes * MINUTE_MS;
      if (!isLong) isDone = false;
      if (!isLong || isDone || !ports.isSignedIn() || ports.isOnCall()) return;
      isDone = true;
      ports.signOut();
      ports.prompter.tell({ tone: 'info', text: { key: 'session.signed-out-idle', params: { minutes } } });
    },
  };
}
