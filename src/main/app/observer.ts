import type { CommandArgument } from '../../shared/contract/commands.ts';
import type { CallId } from '../../shared/domain/ids.ts';

/** What unattended mode and the bench want to know beyond the contract's topics. */
export interface AppObserver {
  painted(report: CommandArgument<'app/report-paint'>): void;
  /** The window stopped working. */
  fault(message: string): void;
  /** The first audio packet of a call left for the far end. */
  rtpSent(callId: CallId): void;
}
