import { useRef, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/commands.ts';
import type { ProblemReport } from '../../../shared/domain/support.ts';
import type { Failure, Result } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { saveBytes } from '../../ui/save-bytes.ts';

/** Where a report stands: not made yet, made, saved, sent. */
export type ReportState =
  | { readonly kind: 'asking' }
  | {
      readonly kind: 'made';
      readonly report: ProblemReport;
      readonly isSaved: boolean;
      readonly isSent: boolean;
    };

/** Collects, saves and sends; one thing at a time. */
export function useReport() {
  const { call } = useBridge();
  const [state, setState] = useState<ReportState>({ kind: 'asking' });
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const running = useRef<AbortController>(undefined);

  async function during<T>(work: (signal: AbortSignal) => Promise<Result<T>>, done: (value: T) => void) {
    const controller = new AbortController();
    running.current = controller;
    setBusy(true);
    setFailure(undefined);
    const result = await work(controller.signal);
    setBusy(false);
    if (controller.signal.aborted) return;
    if (result.ok) done(result.value);
    else setFailure(result.error);
  }

  async function archive(id: string, signal: AbortSignal): Promise<Result<Uint8Array<ArrayBuffer>[]>> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let from: number | undefined = 0;
    while (from !== undefined) {
      const answer: Result<CommandOutput<'support/report-archive'>> = await call(
        'support/report-archive',
        { id, from },
        { signal },
      );
      if (!answer.ok) return answer;
      parts.push(Uint8Array.from(atob(answer.value.part), (letter) => letter.charCodeAt(0)));
      from = answer.value.next;
    }
    return { ok: true, value: parts };
  }

  return {
    state,
    isBusy,
    failure,
    make: (description: string, keepsServers: boolean) =>
      void during(
        (signal) => call('support/prepare-report', { description, keepsServers }, { signal }),
        (report) => setState({ kind: 'made', report, isSaved: false, isSent: false }),
      ),
    save: (report: ProblemReport) =>
      void during(
        (signal) => archive(report.id, signal),
        (parts) => {
          saveBytes(report.name, 'application/zip', parts);
          setState((now) => (now.kind === 'made' ? { ...now, isSaved: true } : now));
        },
      ),
    send: (report: ProblemReport) =>
      void during(
        (signal) => call('support/send-report', { id: report.id }, { signal }),
        () => setState((now) => (now.kind === 'made' ? { ...now, isSent: true } : now)),
      ),
    startOver: () => setState({ kind: 'asking' }),
    stop: () => running.current?.abort(),
  };
}
