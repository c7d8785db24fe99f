import { type ReactNode, useState } from 'react';
import { useOnly } from '../bridge/bridge-context.tsx';
import { ReportDialog } from '../features/support/report-dialog.tsx';
import { ProblemReportContext } from '../ui/problem-report.ts';

/** Lets every screen below lead to the problem report, where the administrator offers it (S5). */
export function ReportDesk({ children }: { readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const support = useOnly('support');
  const isOffered = support?.report.isOffered === true;
  return (
    <ProblemReportContext value={isOffered ? () => setOpen(true) : undefined}>
      {children}
      {isOpen && support && <ReportDialog offer={support.report} onClose={() => setOpen(false)} />}
    </ProblemReportContext>
  );
}
