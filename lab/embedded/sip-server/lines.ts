import type { LabCall } from './lab-call.ts';
import { later, type ServerTransaction } from './sip-transactions.ts';

/** What answers at an address where no phone is registered. Times are milliseconds. */
export type LineBehaviour =
  | { readonly kind: 'echo'; readonly ringMs?: number }
  | { readonly kind: 'tone'; readonly hz: number; readonly ringMs?: number }
  /** Rings until the caller gives up. */
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'refuse'; readonly status: number; readonly ringMs?: number }
  /** Answers and hangs up after a while. */
  | { readonly kind: 'short'; readonly talkMs: number; readonly ringMs?: number };

/** Lines that every lab has. */
export const STANDARD_LINES: Readonly<Record<string, LineBehaviour>> = {
  echo: { kind: 'echo' },
  '9999': { kind: 'echo' },
  '600': { kind: 'echo' },
  colleague: { kind: 'tone', hz: 440, ringMs: 1000 },
  busy: { kind: 'refuse', status: 486 },
  noanswer: { kind: 'no-answer' },
  reject603: { kind: 'refuse', status: 603 },
  short: { kind: 'short', talkMs: 500 },
};

export function playLine(call: LabCall, transaction: ServerTransaction, line: LineBehaviour): void {
  const after = (delayMs: number | undefined, act: () => void): void => {
    if (delayMs === undefined || delayMs === 0) return act();
    call.ring(transaction);
    later(() => call.state === 'ringing' && act(), delayMs);
  };
  switch (line.kind) {
    case 'echo':
    case 'tone':
      return after(line.ringMs, () => void call.answer(transaction));
    case 'no-answer':
      return call.ring(transaction);
    case 'refuse':
      return after(line.ringMs, () => call.refuse(transaction, line.status));
    case 'short':
      return after(line.ringMs, () => {
        void call.answer(transaction);
        later(() => call.hangUp(), line.talkMs);
      });
  }
}
