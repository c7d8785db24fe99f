import type { NetworkWatch } from '../../ports/network.port.ts';
import type { ElectronApi } from './electron-api.ts';

/** The address poll, with sleep and wake from the system instead of guesses. */
export function withPowerEvents(
  electron: Pick<ElectronApi, 'powerMonitor'>,
  watch: NetworkWatch,
): NetworkWatch {
  return {
    isOnline: watch.isOnline,
    onChange(listener) {
      const stop = watch.onChange(listener);
      const onSuspend = () => listener('suspending');
      const onResume = () => listener('resumed');
      electron.powerMonitor.on('suspend', onSuspend);
      electron.powerMonitor.on('resume', onResume);
      return () => {
        stop();
        electron.powerMonitor.off('suspend', onSuspend);
        electron.powerMonitor.off('resume', onResume);
      };
    },
  };
}
