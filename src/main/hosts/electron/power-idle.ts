import type { Clock } from '../../ports/clock.port.ts';
import type { IdleReport, IdleWatch } from '../../ports/idle.port.ts';
import type { ElectronApi } from './electron-api.ts';

/** Less than this is somebody reading. */
const ABSENT_MS = 60_000;
const RESTFUL_MS = 15_000;
/** Who comes back is seen at once (blueprint: within two seconds). */
const WATCHFUL_MS = 1_500;

/** Absence as the system sees it: over all programs, and locked at once. */
export function createPowerIdle(electron: Pick<ElectronApi, 'powerMonitor'>, clock: Clock): IdleWatch {
  const { powerMonitor } = electron;
  return {
    onChange(listener) {
      let isLocked = powerMonitor.getSystemIdleState(1) === 'locked';
      let wasAbsent = false;
      let cancel = () => {};
      const tell = (report: IdleReport) => {
        wasAbsent = report.isLocked || report.idleMs >= ABSENT_MS;
        listener(report);
      };
      const look = () => {
        const idleMs = powerMonitor.getSystemIdleTime() * 1000;
        if (wasAbsent || isLocked || idleMs >= ABSENT_MS) tell({ idleMs, isLocked });
        cancel = clock.after(wasAbsent ? WATCHFUL_MS : RESTFUL_MS, look);
      };
      const setLocked = (isSo: boolean) => () => {
        isLocked = isSo;
        cancel();
        tell({ idleMs: isSo ? powerMonitor.getSystemIdleTime() * 1000 : 0, isLocked });
        cancel = clock.after(WATCHFUL_MS, look);
      };
      const onLock = setLocked(true);
      const onUnlock = setLocked(false);
      powerMonitor.on('lock-screen', onLock);
      powerMonitor.on('unlock-screen', onUnlock);
      look();
      return () => {
        cancel();
        powerMonitor.off('lock-screen', onLock);
        powerMonitor.off('unlock-screen', onUnlock);
      };
    },
  };
}
