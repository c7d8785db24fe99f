import type { CallAction } from '../../../shared/domain/call.ts';
import type { QualityRecord } from '../../../shared/domain/call-quality.ts';
import type { CallId } from '../../../shared/domain/ids.ts';

export interface SessionStart {
  readonly id: CallId;
  readonly direction: 'in' | 'out';
  readonly address: string;
  readonly features: readonly CallAction[];
  readonly consultsFor?: CallId;
  /** It was found to want the gateway lately. */
  readonly needsGateway?: boolean;
}

export interface CallSessionListener {
  onChange(): void;
  /** It ended while it was not being transferred: whoever it was held for is talked to again. */
  onConsultOver(original: CallId): void;
  /** It ended while it was part of this conference. */
  onLeftConference(conference: string): void;
  /** How its sound was, for the log; the measuring ends here. */
  qualityAtEnd(): QualityRecord | undefined;
  /** The far end can't be talked to past the gateway. */
  onNeedsGateway(): void;
  /** It is over and was shown long enough. */
  onForgotten(): void;
}
