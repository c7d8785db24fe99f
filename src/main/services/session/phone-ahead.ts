import type { Result } from '../../../shared/errors/result.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { SignInContext } from '../bootstrap/sign-in-context.ts';
import type { Started } from './session-services.ts';
import { type PhoneStart, startPhone } from './start-phone.ts';

/** What has to be there before any service may start. */
type Ready = Pick<PhoneStart, 'services' | 'installation' | 'secret'>;

/**
 * The phone, started while the rest of provisioning still waits for chat's servers, which it needs nothing of (Q5). Only
 * where a server has accepted the person already.
 */
export class PhoneAhead {
  private readonly deployment: Deployment;
  private readonly stop = new AbortController();
  private readonly started: Promise<Result<Started> | undefined>;

  /** `ready` gives undefined where nothing may start. */
  constructor(deployment: Deployment, context: SignInContext, ready: () => Promise<Ready | undefined>) {
    this.deployment = deployment;
    const { sip } = deployment;
    const own = { ...context, signal: AbortSignal.any([context.signal, this.stop.signal]) };
    this.started = ready().then((given) =>
      given && sip && !own.signal.aborted
        ? startPhone({ ...given, context: own, deployment }, sip)
        : undefined,
    );
    this.started.catch(() => undefined);
  }

  /** How the start ends, where this is the phone to start; another one's is dropped, and must be stopped. */
  of({ sip, edge }: Deployment): Promise<Result<Started> | undefined> | undefined {
    // Both are put together by the same code, from the same answers or from others.
    const isSame =
      JSON.stringify([sip, edge]) === JSON.stringify([this.deployment.sip, this.deployment.edge]);
    if (!isSame) this.stop.abort();
    return isSame ? this.started : undefined;
  }

  /** Nothing is started any more. What runs already is stopped by whoever cancels. */
  cancel(): void {
    this.stop.abort();
  }
}
