import { useEffect } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';

/** Tells main whether the window can be seen. Not the keyboard's place: beside other windows it is read too. */
export function useVisibility(): void {
  const { call } = useBridge();
  useEffect(() => {
    const report = () =>
      void call('app/report-visibility', { isVisible: document.visibilityState === 'visible' });
    report();
    document.addEventListener('visibilitychange', report);
    return () => document.removeEventListener('visibilitychange', report);
  }, [call]);
}
