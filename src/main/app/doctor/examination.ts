import type { SeenCertificate } from '../../../shared/domain/service-test.ts';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import type { Session, SignInStep } from '../../../shared/domain/session.ts';
import type { TextRef } from '../../../shared/domain/text-ref.ts';
import type { TraceSpan } from '../../../shared/domain/trace.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { SrvRecord } from '../../ports/dns.port.ts';
import type { RecordFamily } from '../../services/discovery/service-records.ts';

/** A server that a record names, and how it answered. */
export interface ExaminedTarget extends Pick<SrvRecord, 'port' | 'priority' | 'weight'> {
  /** `''`: the record says that the service is not offered. */
  readonly host: string;
  readonly addresses: readonly string[];
  readonly elapsedMs: number;
  readonly said?: TextRef;
  readonly error?: Failure;
  readonly certificate?: SeenCertificate;
}

/** One question of discovery, put whatever the configuration leaves out. */
export interface ExaminedRecord {
  readonly family: RecordFamily;
  readonly name: string;
  readonly elapsedMs: number;
  /** The name server could not say. */
  readonly error?: Failure;
  readonly targets: readonly ExaminedTarget[];
}

/** How far the app's own sign-in came. */
export interface ExaminedSignIn {
  readonly outcome:
    | 'signed-in'
    | 'needs-password'
    | 'needs-single-sign-on'
    | 'refused'
    | 'failed'
    | 'timed-out';
  readonly steps: readonly SignInStep[];
  readonly error?: NonNullable<SignInStep['error']>;
  readonly location?: (Session & { phase: 'signed-in' })['location'];
  /** Questions that a person would have met. None is answered with yes but the login banner. */
  readonly questions: readonly Prompt[];
}

export interface Examination {
  readonly address: string;
  readonly version: string;
  /** When it was begun, ISO 8601. */
  readonly at: string;
  readonly resolver: string;
  /** The system's proxy answer for the domain's web server; absent where nothing is set. */
  readonly proxy?: string;
  readonly records: readonly ExaminedRecord[];
  readonly signIn?: ExaminedSignIn;
  readonly trace: readonly TraceSpan[];
  /** The address cannot be one. */
  readonly error?: Failure;
}
