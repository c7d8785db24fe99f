import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useBridge } from '../bridge/bridge-context.tsx';
import { text } from '../text/text.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useProblemReport } from '../ui/problem-report.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import styles from './message-screen.module.css';

/** A part of the window that can break alone: the rest of it, and the sound of calls, go on. Give it a `key` of what it shows. */
export function Part({ children }: { readonly children: ReactNode }) {
  const onFault = useFaultReports();
  return (
    <ErrorBoundary onFault={onFault} renderBroken={(openAgain) => <BrokenPart onOpen={openAgain} />}>
      {children}
    </ErrorBoundary>
  );
}

/** The same for what stands before the window. */
export function DialogPart({
  children,
  onClose,
}: {
  readonly children: ReactNode;
  readonly onClose: () => void;
}) {
  const onFault = useFaultReports();
  return (
    <ErrorBoundary
      onFault={onFault}
      renderBroken={(openAgain) => (
        <FormDialog
          title={text('app.crashed.title')}
          accept={{ label: text('app.crashed.reopen'), isDisabled: false, run: openAgain }}
          failure={undefined}
          onClose={onClose}
        >
          <p>{text('app.crashed.text')}</p>
        </FormDialog>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}

function BrokenPart({ onOpen }: { readonly onOpen: () => void }) {
  const report = useProblemReport();
  return (
    <div className={styles['screen']} role="alert">
      <h2>{text('app.crashed.title')}</h2>
      <p>{text('app.crashed.text')}</p>
      <Button appearance="primary" onClick={onOpen}>
        {text('app.crashed.reopen')}
      </Button>
      {report && <Button onClick={report}>{text('report.open')}</Button>}
    </div>
  );
}

function useFaultReports() {
  const { call } = useBridge();
  return (fault: { readonly name: string; readonly message: string; readonly stack: string }) =>
    void call('app/report-fault', fault);
}
