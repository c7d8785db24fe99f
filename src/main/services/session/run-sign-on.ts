import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { AuthorizationServer } from '../../ports/authorization.port.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { SignOnPlace } from '../../ports/sign-on.port.ts';
import type { SignOnGate, SignOnQuestion } from '../authentication/sign-on-gate.ts';
import type { TokenRecord } from '../authentication/token-record.ts';
import type { SignInContext } from '../bootstrap/sign-in-context.ts';
import { recallTokens } from './credential-store.ts';
import type { SessionPorts } from './session-ports.ts';
import { outcomeOf } from './service-step.ts';

/** What a run tells of its tokens. */
export interface SignOnNews {
  signOnWanted(question: SignOnQuestion | undefined): void;
  signInDue(why: { readonly reason: 'soon' | 'ended'; readonly error?: Failure }): void;
  signedOnAgain(): void;
  failed(error: Failure): void;
  beside(work: Promise<void>): void;
}

export interface RunSignOnOptions {
  readonly ports: Pick<SessionPorts, 'cache' | 'credentials' | 'log' | 'signOn' | 'trace'>;
  readonly news: SignOnNews;
  /** Fires when the run ends. */
  readonly signal: AbortSignal;
  /** The services have been started: what ends now ends in the hub. */
  isRunning(): boolean;
}

/** The tokens of one run: where they are stored, and what becomes of the run when they end (A2). */
export class RunSignOn {
  /** Absent: nobody can be shown a provider's page. */
  readonly gate: SignOnGate | undefined;
  private readonly options: RunSignOnOptions;
  /** Whose tokens are stored; a cluster's deployment has the very address that was typed. */
  private address = '';

  constructor(options: RunSignOnOptions) {
    this.options = options;
    const { ports, news } = options;
    this.gate = ports.signOn?.(
      {
        wanted: (question) => news.signOnWanted(question),
        save: (record, isLate) => this.save(record, isLate),
        soon: () => news.signInDue({ reason: 'soon' }),
        ended: (error) => news.beside(this.ended(error)),
      },
      () => this.address,
    );
  }

  /** Under which address tokens are looked for and stored. */
  useAddress(address: string): void {
    this.address = address;
  }

  /** Takes what an earlier start has stored. */
  async recall(): Promise<void> {
    const record = await recallTokens(this.options.ports.credentials, this.address);
    if (record) this.gate?.preset(record);
  }

  /** Tokens that are there already. In the hub nobody is taken by surprise: where there are none, the bar asks. */
  async secret(server: AuthorizationServer, context: SignInContext): Promise<Result<Secret>> {
    if (!this.gate)
      return fail('auth.sso-not-supported', { host: URL.parse(server.authorize)?.hostname ?? '' });
    const tokens = await this.gate.take(server, context, false);
    return tokens.ok ? ok({ password: '', tokens: tokens.value }) : tokens;
  }

  /**
   * The person wants the provider's page: in a visit that runs or has ended, or in the hub because the tokens end. True:
   * there are new tokens, and what stood still for want of them may start.
   */
  async again(
    place: SignOnPlace,
    running: { readonly server: AuthorizationServer; readonly context: SignInContext } | undefined,
  ): Promise<boolean> {
    const { gate } = this;
    const { ports, news, signal } = this.options;
    if (gate?.isVisiting()) gate.again(place);
    else if (gate && running) {
      const span = ports.trace.start('sign-in', { kind: 'again' });
      const result = await gate.signOn(running.server, { ...running.context, span }, place);
      span.end(outcomeOf(result));
      if (signal.aborted) return false;
      if (result.ok) news.signedOnAgain();
      else news.signInDue({ reason: 'soon', error: result.error });
      return result.ok;
    }
    return false;
  }

  /** `isLate`: the run has ended meanwhile. Then the person may have signed out, and nothing is stored anew. */
  private async save(record: TokenRecord, isLate: boolean): Promise<void> {
    const { credentials, log } = this.options.ports;
    if (isLate && (await recallTokens(credentials, this.address)) === undefined) return;
    const sealed = await credentials.setTokens(this.address, record);
    if (!sealed.ok) log.warn('tokens not remembered', { code: sealed.error.code });
  }

  /** Withdrawn or over: no service is shown them again, and the stored ones go. */
  private async ended(error: Failure): Promise<void> {
    const { ports, news, signal, isRunning } = this.options;
    await ports.credentials.forgetTokens(this.address);
    if (signal.aborted) return;
    const remembered = await ports.cache.deployment(this.address).get();
    const row = remembered?.configuration.find(({ name }) => name === 'InvalidCredentialsLogout');
    if (isRunning() && row?.value.toLowerCase() === 'true') return news.failed(error);
    news.signInDue({ reason: 'ended', error });
  }
}
