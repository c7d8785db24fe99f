import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Authorization, AuthorizationServer, Tokens } from '../../ports/authorization.port.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';
import type { SignOnBrowser, SignOnPlace } from '../../ports/sign-on.port.ts';
import type { Trust } from '../../ports/trust.port.ts';
import type { SignOnSettings } from './sign-on-settings.ts';
import { type SignOnCall, visitProvider } from './visit-provider.ts';
import { TokenKeeper, type TokenKeeperPorts } from './token-keeper.ts';
import { recordOf, type TokenRecord } from './token-record.ts';

/** What the person sees of a visit to the provider's pages. */
export interface SignOnQuestion {
  /** Host of the first page. */
  readonly host: string;
  readonly place: SignOnPlace;
  /** False: it has ended as `error` says, and the person decides how to go on. */
  readonly isOpen: boolean;
  readonly error?: Failure;
}

export interface SignOnReports {
  /** Undefined: nothing is wanted of the person any more. */
  wanted(question: SignOnQuestion | undefined): void;
  /** Tokens to be sealed and stored; resolves when they are. `isLate`: the gate was closed meanwhile. */
  save(record: TokenRecord, isLate: boolean): Promise<void>;
  soon(): void;
  /** The tokens are over or withdrawn: stored ones are to be forgotten. */
  ended(error: Failure): void;
}

export interface SignOnPorts extends TokenKeeperPorts {
  readonly authorization: Authorization;
  readonly browser: SignOnBrowser;
  readonly trust: Pick<Trust, 'isPinned'>;
}

/** After these the person can try again on the spot; everything else ends the sign-in with its own sentence. */
const TRY_AGAIN = /^auth\.sign-on-(closed|timeout|bad-answer|denied|refused|no-browser)$/;

/**
 * Where every service gets its tokens from: remembered ones, else by the person's signing in at the provider's page, once
 * for all. It lives as long as one session, and the source that it gives stays good when the person signs in again.
 */
export class SignOnGate {
  private readonly ports: SignOnPorts;
  private readonly reports: SignOnReports;
  private readonly settings: () => Promise<SignOnSettings>;
  private keeper: TokenKeeper | undefined;
  private remembered: TokenRecord | undefined;
  private visiting: Promise<Result<TokenSource>> | undefined;
  private choose: ((place: SignOnPlace | undefined) => void) | undefined;
  private isClosed = false;

  constructor(ports: SignOnPorts, reports: SignOnReports, settings: () => Promise<SignOnSettings>) {
    this.ports = ports;
    this.reports = reports;
    this.settings = settings;
  }

  /** Tokens of an earlier start. */
  preset(record: TokenRecord): void {
    this.remembered ??= record;
  }

  /** Tokens of this server. The person is asked when there are none (unless not `asks`); one visit serves all who wait. */
  take(server: AuthorizationServer, call: SignOnCall, asks = true): Promise<Result<TokenSource>> {
    if (this.isClosed) return Promise.resolve(fail('app.cancelled'));
    const { remembered } = this;
    this.remembered = undefined;
    const own = (this.keeper?.held() ?? remembered)?.server;
    const door = server.isEdge && server.authorize !== own?.authorize ? server : undefined;
    // Self-describing tokens, those that can be renewed, roam (cisco-uc 7.7); another server inside may be anybody's.
    if (!this.keeper && remembered && (own?.authorize === server.authorize || (door && remembered.refresh)))
      this.keeper = this.keep(remembered, door);
    this.keeper?.useDoor(door);
    if (this.keeper && !this.keeper.isEnded()) return Promise.resolve(ok(this.keeper));
    if (!asks) return Promise.resolve(fail('auth.session-ended'));
    return this.signOn(server, call);
  }

  /** Asks the person though there are tokens: their end is near, or they have ended. */
  signOn(server: AuthorizationServer, call: SignOnCall, place?: SignOnPlace): Promise<Result<TokenSource>> {
    if (this.isClosed) return Promise.resolve(fail('app.cancelled'));
    this.visiting ??= this.visit(server, call, place).finally(() => {
      this.visiting = undefined;
      this.reports.wanted(undefined);
    });
    return this.visiting;
  }

  /** The person's word in a visit: once more, or somewhere else. Ignored when nobody asked. */
  again(place: SignOnPlace): void {
    this.choose?.(place);
  }

  isVisiting(): boolean {
    return this.visiting !== undefined;
  }

  /** The tokens in use, for the run that takes this one's place. */
  held(): TokenRecord | undefined {
    return this.keeper?.isEnded() === false ? this.keeper.held() : undefined;
  }

  /** The machine woke, or the network is back. */
  tick(): void {
    this.keeper?.tick();
  }

  /** The session is over: visits end, nothing is renewed any more. Nothing is forgotten here. */
  close(): void {
    this.isClosed = true;
    this.choose?.(undefined);
    this.keeper?.stop();
  }

  private async visit(
    named: AuthorizationServer,
    call: SignOnCall,
    chosen: SignOnPlace | undefined,
  ): Promise<Result<TokenSource>> {
    const settings = await this.settings();
    const server = { ...named, token: settings.tokenAddress ?? named.token };
    let place = chosen ?? (settings.forcesBrowser ? 'browser' : 'window');
    for (;;) {
      const turn = new AbortController();
      const signal = AbortSignal.any([turn.signal, call.signal]);
      const choice = this.nextChoice();
      const where = place;
      const visited = visitProvider(
        this.ports,
        { server, settings, place },
        {
          ...call,
          signal,
          onHost: (host) => this.reports.wanted({ host, place: where, isOpen: true }),
          onReturned: () => this.reports.wanted(undefined),
        },
      );
      const first = await Promise.race([visited, choice]);
      if (typeof first === 'string' || first === undefined) {
        turn.abort();
        await visited;
        if (first === undefined || call.signal.aborted) return fail('app.cancelled');
        place = first;
        continue;
      }
      if (this.isClosed || call.signal.aborted) return fail('app.cancelled');
      if (first.ok) return ok(await this.accept(first.value, server, settings));
      if (!TRY_AGAIN.test(first.error.code)) return first;
      const host = String(first.error.params?.['host'] ?? '');
      this.reports.wanted({ host, place, isOpen: false, error: first.error });
      const next = await choice;
      if (next === undefined) return fail('app.cancelled');
      place = next;
    }
  }

  private nextChoice(): Promise<SignOnPlace | undefined> {
    return new Promise((resolve) => {
      this.choose = resolve;
    });
  }

  private async accept(
    tokens: Tokens,
    server: AuthorizationServer,
    { clientId, clientSecret, usesPkce }: SignOnSettings,
  ): Promise<TokenSource> {
    const registration = { clientId, ...(clientSecret !== undefined && { clientSecret }), usesPkce };
    const record = recordOf(tokens, this.ports.clock.now(), { server, registration });
    await this.reports.save(record, false);
    this.keeper?.useDoor(undefined);
    if (this.keeper) this.keeper.replace(record);
    else this.keeper = this.keep(record);
    return this.keeper;
  }

  private keep(record: TokenRecord, door?: AuthorizationServer): TokenKeeper {
    const { save, soon, ended } = this.reports;
    return new TokenKeeper(this.ports, { onChange: save, onSoon: soon, onEnded: ended }, record, door);
  }
}
