import type { Failure, Result } from '../../../shared/errors/result.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { Way } from '../../ports/way.port.ts';
import type { Checklist } from './checklist.ts';
import type { ConfigurationRow } from '../config-cache/create-config-cache.ts';
import type { SignOnGate } from '../authentication/sign-on-gate.ts';
import type { PasswordGate } from './password-gate.ts';
import type { WorkAddress } from './work-address.ts';

/** What is there before chat's servers are known: a deployment whose phone may start. */
export interface PhoneKnown {
  readonly deployment: Deployment;
  readonly configuration: readonly ConfigurationRow[];
}

/** What every stage of one sign-in attempt shares. */
export interface SignInContext {
  readonly address: WorkAddress;
  readonly checklist: Checklist;
  readonly password: PasswordGate;
  /** Where tokens come from, at clusters that hand them out; absent: nobody can be shown a provider's page. */
  readonly signOn?: Pick<SignOnGate, 'take'>;
  /** The attempt's span in the trace. */
  readonly span: Span;
  /** Fires when the person cancels. */
  readonly signal: AbortSignal;
  /** By which the requests of this attempt go; what runs meanwhile keeps its own. */
  readonly way?: Way;
  /** Looked at behind the person's back: nobody is asked anything. */
  readonly isQuiet?: true;
  /**
   * Called at most once in an attempt, where a proven person's phone is known while chat's servers are still waited for.
   * Absent: nobody starts anything ahead.
   */
  readonly onPhoneKnown?: (known: PhoneKnown) => void;
  /** Tells the person of something that was wrong but didn't stop the sign-in. */
  warn(error: Failure): void;
  /** Runs the step; when it fails for a certificate that the person then accepts, runs it again (A10). */
  trusted<T>(step: () => Promise<Result<T>>): Promise<Result<T>>;
}
