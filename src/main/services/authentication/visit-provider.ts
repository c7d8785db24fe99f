import { fail, type Failure, type Result } from '../../../shared/errors/result.ts';
import type { Authorization, AuthorizationServer, Tokens } from '../../ports/authorization.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { SignOnBrowser, SignOnPlace, SignOnVisit } from '../../ports/sign-on.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { Trust } from '../../ports/trust.port.ts';
import type { SignOnSettings } from './sign-on-settings.ts';

/** What a visit belongs to. */
export interface SignOnCall {
  readonly span: Span;
  readonly signal: AbortSignal;
  trusted<T>(step: () => Promise<Result<T>>): Promise<Result<T>>;
}

export interface VisitPorts {
  readonly authorization: Authorization;
  readonly browser: SignOnBrowser;
  readonly clock: Clock;
  readonly trust: Pick<Trust, 'isPinned'>;
}

export interface VisitPlan {
  readonly server: AuthorizationServer;
  readonly settings: SignOnSettings;
  readonly place: SignOnPlace;
}

export interface VisitCall extends SignOnCall {
  /** The page is about to be shown: this is whose it is. */
  onHost(host: string): void;
  /** The page has come back: the rest needs nobody. */
  onReturned(): void;
}

/** A person may have to look for a phone or a card; nobody needs longer. */
const LONGEST_VISIT_MS = 600_000;

/** One visit to the identity provider, from our first question to the tokens (cisco-uc 7.3 to 7.6). */
export async function visitProvider(
  ports: VisitPorts,
  plan: VisitPlan,
  call: VisitCall,
): Promise<Result<Tokens>> {
  const span = call.span.child('sign-on', { place: plan.place });
  const visit = await ports.browser.open(plan.place, plan.settings.redirectUri);
  const result = visit.ok
    ? await visitWith(ports, plan, { ...call, span }, visit.value).finally(() => visit.value.close())
    : visit;
  span.end(result.ok ? 'ok' : result.error.code === 'app.cancelled' ? 'cancelled' : 'failed');
  return result;
}

async function visitWith(
  { authorization, clock, trust }: VisitPorts,
  { server, settings }: VisitPlan,
  call: VisitCall,
  visit: SignOnVisit,
): Promise<Result<Tokens>> {
  const begun = await call.trusted(() => authorization.begin(server, settings, visit.redirectUri, call));
  if (!begun.ok) return begun;
  const request = begun.value;
  const late = new AbortController();
  const stopTimer = clock.after(LONGEST_VISIT_MS, () => late.abort());
  call.onHost(request.providerHost);
  const shown = await visit.show({
    url: request.url,
    title: request.providerHost,
    keepsCookies: settings.keepsCookies,
    kerberosServers: settings.kerberosServers,
    signal: AbortSignal.any([call.signal, late.signal]),
    isPinned: trust.isPinned,
  });
  stopTimer();
  if (call.signal.aborted) return fail('app.cancelled');
  const host = request.providerHost;
  if (late.signal.aborted) return fail('auth.sign-on-timeout', { host });
  if (!shown.ok) return named(shown.error, host);
  if (shown.value.kind === 'closed') return fail('auth.sign-on-closed', { host });
  const returned = authorization.readReturn(request, shown.value.url, visit.isWatched);
  if (!returned.ok) return named(returned.error, host);
  if (returned.value.kind === 'tokens') return { ok: true, value: returned.value.tokens };
  const { code } = returned.value;
  call.onReturned();
  const redeemed = await authorization.redeem(request, settings, code, call);
  // A code that is refused is a visit to be made again, not a session that ended.
  if (!redeemed.ok && redeemed.error.code === 'auth.session-ended')
    return fail('auth.sign-on-bad-answer', { host }, redeemed.error.detail);
  return redeemed;
}

function named(error: Failure, host: string): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { ...error, params: { ...error.params, host } } };
}
