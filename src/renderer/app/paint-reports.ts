import { useEffect, useMemo } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import { useBridge } from '../bridge/bridge-context.tsx';

export interface PaintReports {
  readonly contacts: (count: number) => void;
  readonly message: (id: string) => void;
}

const silent: PaintReports = { contacts() {}, message() {} };

/** Tells main what has been painted, where the host asks for it (unattended mode); silent everywhere else. */
export function usePaintReports(caps: HostCaps): PaintReports {
  const { call } = useBridge();
  const reports = useMemo<PaintReports>(() => {
    if (!caps.wantsPaintReports) return silent;
    return {
      contacts: (count) => {
        performance.mark('contacts-painted', { detail: count });
        void call('app/report-paint', { what: 'contacts', count });
      },
      message: (key) => void call('app/report-paint', { what: 'message', key }),
    };
  }, [caps.wantsPaintReports, call]);
  return reports;
}

/** The first paint of the window, whatever it shows. */
export function useWindowPaint(caps: HostCaps): void {
  const { call } = useBridge();
  useEffect(() => {
    if (caps.wantsPaintReports)
      requestAnimationFrame(() => void call('app/report-paint', { what: 'window' }));
  }, [caps.wantsPaintReports, call]);
}
