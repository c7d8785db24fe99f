import { useEffect } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { watchSystemIdle } from '../ui/idle-detection.ts';
import { PageIdle, type PageIdleReport } from './page-idle.ts';

const LOOK_MS = 15_000;
const USES = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

/** Reports absence where main cannot see it: the browser's own detection if it is allowed, else what this page sees. */
export function useIdleReports(caps: HostCaps): void {
  const { call } = useBridge();
  useEffect(() => {
    if (caps.seesIdle) return;
    const report = (seen: PageIdleReport | undefined) => seen && void call('self/report-idle', seen);
    let stop = watchPage(report);
    const stopWatch = watchSystemIdle((seen) => {
      stop();
      stop = () => undefined;
      report(seen);
    });
    return () => {
      stop();
      stopWatch();
    };
  }, [caps.seesIdle, call]);
}

function watchPage(report: (seen: PageIdleReport | undefined) => void): () => void {
  const idle = new PageIdle(Date.now());
  const onUse = () => report(idle.used(Date.now()));
  const timer = setInterval(() => report(idle.look(Date.now(), document.hasFocus())), LOOK_MS);
  for (const use of USES) window.addEventListener(use, onUse, { passive: true, capture: true });
  return () => {
    clearInterval(timer);
    for (const use of USES) window.removeEventListener(use, onUse, { capture: true });
  };
}
