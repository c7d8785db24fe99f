import type { ProductMode } from '../../../shared/domain/product-mode.ts';
import type { NetworkLocation } from '../../../shared/domain/outside-services.ts';
import type { SignInStep } from '../../../shared/domain/session.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Secret } from '../../ports/credentials.port.ts';
import type { SignOnPlace } from '../../ports/sign-on.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import { Checklist } from '../bootstrap/checklist.ts';
import { findWayIn } from '../bootstrap/find-way-in.ts';
import { rememberedRecords } from '../bootstrap/locate-services.ts';
import { PasswordGate } from '../bootstrap/password-gate.ts';
import type { Provisioned } from '../bootstrap/provision.ts';
import type { PhoneKnown, SignInContext } from '../bootstrap/sign-in-context.ts';
import { parseWorkAddress, type WorkAddress } from '../bootstrap/work-address.ts';
import { BackgroundRefresh } from './background-refresh.ts';
import type { TokenRecord } from '../authentication/token-record.ts';
import { LookAround } from './look-around.ts';
import { locationOf } from './network-move.ts';
import { newContext } from './new-context.ts';
import { obeyFetched, obeyKnown } from './obey-configuration.ts';
import { StoreOpening } from './store-opening.ts';
import { SignInMemory } from './remember-sign-in.ts';
import { addressOf, nameOf, placeOf } from './who-and-where.ts';
import { RunSignOn, type SignOnNews } from './run-sign-on.ts';
import type { SessionPorts } from './session-ports.ts';
import type { Started } from './session-services.ts';
import { PhoneAhead } from './phone-ahead.ts';
import { outcomeOf, stepStarted } from './service-step.ts';
import { type RunningServices, startServices } from './start-services.ts';
import { stopServices } from './stop-services.ts';

/** What a run tells the session; work handed to `beside` that fails unforeseen ends the run. */
export interface RunReports extends SignOnNews {
  steps(steps: SignInStep[]): void;
  passwordWanted(question: { readonly username: string; readonly error?: Failure }): void;
  entered(who: {
    readonly address: string;
    readonly name: string;
    readonly mode: ProductMode;
    readonly isFromCache: boolean;
    readonly location?: NetworkLocation;
  }): void;
  refreshed(news: { readonly hasNewConfiguration?: boolean }): void;
  /** Opens the identity's store and hands it to the services. */
  openIdentity(address: string): Promise<Result<IdentityStore>>;
}

export interface SignInRequest {
  readonly address: string;
  readonly password?: string;
  /** From an account file: nothing is looked for. */
  readonly deployment?: Deployment;
}

export interface CachedRequest {
  readonly address: string;
  readonly name: string;
  readonly deployment: Deployment;
  /** The deployment is an account file's: there is nothing to refresh. */
  readonly isFixed: boolean;
  /** Both absent: what is stored is shown, and no server is asked. */
  readonly password?: string;
  readonly tokens?: TokenRecord;
}

// size: one run is one state that many events meet; what can stand alone (tokens, notice, moves, refresh, starts) is beside it.
/** One sign-in, cold or from the cache, and what keeps it current until it ends. */
export class SignInRun {
  private readonly ports: SessionPorts;
  private readonly reports: RunReports;
  private readonly checklist: Checklist;
  private readonly gate: PasswordGate;
  private readonly signOn: RunSignOn;
  private readonly stop = new AbortController();
  private readonly refresh: BackgroundRefresh;
  private readonly lookAround: LookAround;
  private readonly memory: SignInMemory;
  private readonly opening: StoreOpening;
  /** What the services run with; set once they have been started. */
  private current: { readonly provisioned: Provisioned; readonly context: SignInContext } | undefined;
  private services: RunningServices | undefined;
  private isProving = false;
  private refusal: Failure | undefined;
  /** The phone, where it could begin before chat's servers are known; and the notice that was shown for it. */
  private phoneAhead: PhoneAhead | undefined;
  private noticed: Promise<Result<void>> | undefined;

  constructor(ports: SessionPorts, reports: RunReports) {
    this.ports = ports;
    this.reports = reports;
    this.checklist = new Checklist(ports.clock, (steps) => reports.steps(steps));
    this.gate = new PasswordGate((question) => reports.passwordWanted(question));
    this.memory = new SignInMemory(ports, this.gate);
    this.opening = new StoreOpening(ports.cache, (address) => reports.openIdentity(address));
    this.lookAround = new LookAround(ports, this.stop.signal);
    this.signOn = new RunSignOn({
      ports,
      news: reports,
      signal: this.stop.signal,
      isRunning: () => this.current !== undefined,
    });
    this.refresh = new BackgroundRefresh(ports, this.stop.signal, {
      onRefreshed: (news) => {
        reports.refreshed(news);
        if (this.services) reports.beside(this.services.retryDirectory());
      },
      onRefused: (error) => reports.beside(this.proveAgain(error)),
      onMoved: (provisioned) => reports.beside(this.moveTo(provisioned)),
    });
  }

  /** Ends the run: pending questions and requests are dropped. The services are stopped by the session. */
  abort(): void {
    if (this.stop.signal.aborted) return;
    this.stop.abort();
    this.gate.close();
    this.signOn.gate?.close();
    this.refresh.stop();
    this.ports.edge?.leave();
  }

  /** What works, for the run that takes this one's place; it lives nowhere else unless it is remembered. */
  known(): Pick<CachedRequest, 'password' | 'tokens'> {
    const password = this.gate.known();
    const tokens = this.signOn.gate?.held();
    return { ...(password !== undefined && { password }), ...(tokens && { tokens }) };
  }

  givePassword(password: string, remember: boolean): void {
    this.memory.choose(remember);
    this.gate.give(password);
  }

  /** The person wants the provider's page. In the hub nothing stops for it; what stood still for want of a token starts. */
  async signOnAt(place: SignOnPlace): Promise<void> {
    const { current } = this;
    const server = current?.provisioned.deployment.signOn;
    const running = current && server && { server, context: current.context };
    if (await this.signOn.again(place, running)) await this.services?.retryStopped();
  }

  /** The network changed: what was found may have moved (D5). */
  refreshSoon(): void {
    this.signOn.gate?.tick();
    this.refresh.soon();
  }

  /** A running service lost its server: this may be another network. */
  onLost(): void {
    const { current } = this;
    if (!current) return;
    const looking = this.lookAround.isElsewhere(current.provisioned.deployment);
    this.reports.beside(looking.then((isElsewhere) => (isElsewhere ? this.refresh.soon() : undefined)));
  }

  /** The services go on by the other way; what is open in the window, unsent text and the outbox stay as they are (D5). */
  private async moveTo(provisioned: Provisioned): Promise<void> {
    const { current } = this;
    if (this.isProving || !current || this.stop.signal.aborted) return;
    this.lookAround.reset();
    const { deployment } = provisioned;
    const place = locationOf(deployment) ?? '';
    const span = this.ports.trace.start('sign-in', { kind: 'move', to: place });
    this.ports.log.info('another network', { to: place });
    this.current = {
      provisioned: { ...provisioned, isProven: true },
      context: { ...current.context, span },
    };
    await this.ports.services.stopDirectory();
    await this.ports.services.stopVoicemail();
    const what = deployment.edge?.edges[0]?.host ?? URL.parse(deployment.uds?.[0] ?? '')?.hostname ?? '';
    this.checklist.done('finding-services', { key: 'step.done.found', params: { what } }, []);
    const result = await this.run();
    span.end(outcomeOf(result));
    if (this.stop.signal.aborted) return;
    if (result.ok) this.enter(deployment);
    else this.reports.failed(result.error);
  }

  /** A service that was running was refused, e.g. on reconnecting after the password was changed elsewhere. */
  onRefused(service: 'chat' | 'phone', error: Failure): void {
    // Tokens end by the word of the server that gives them; one service that refuses a good one is alone with that.
    if (this.current?.provisioned.deployment.signOn) return;
    const mainService = this.current?.provisioned.deployment.xmpp ? 'chat' : 'phone';
    if (service === mainService) this.reports.beside(this.proveAgain(error));
  }

  /** A service whose first attempt failed came up by itself: its step must not go on saying that it is down. */
  onOnline(service: 'chat' | 'phone', started: Started): void {
    if (this.checklist.isFailed(service)) stepStarted(this.checklist, service, started);
  }

  async signIn(request: SignInRequest): Promise<void> {
    const span = this.ports.trace.start('sign-in', { kind: 'cold' });
    const result = await this.tryToSignIn(request, span);
    span.end(outcomeOf(result));
    if (result.ok || this.stop.signal.aborted) return;
    this.checklist.stop(result.error);
    this.reports.failed(result.error);
  }

  async startFromCache(request: CachedRequest): Promise<void> {
    const { address, deployment, password, tokens } = request;
    const span = this.ports.trace.start('sign-in', { kind: 'cached' });
    // Before anything of the person's is opened: what may be kept is the administrator's word too.
    await obeyKnown(this.ports, address, deployment);
    const identity = await this.reports.openIdentity(address);
    if (!identity.ok) {
      span.end(outcomeOf(identity));
      return this.reports.failed(identity.error);
    }
    this.reports.entered({
      address,
      name: request.name || nameOf(deployment),
      mode: deployment.mode,
      isFromCache: true,
      ...placeOf(deployment),
    });
    for (const id of ['finding-services', 'home-server', 'sign-in-method', 'profile'] as const)
      this.checklist.skipped(id, 'from-cache');
    if (password === undefined && tokens === undefined) return span.end('ok');
    if (password !== undefined) this.gate.preset(password);
    if (tokens) this.signOn.gate?.preset(tokens);
    const context = this.context(addressOf(address, deployment), span);
    this.current = { provisioned: this.ports.provisioner.recall(deployment), context };
    const result = await this.run();
    span.end(outcomeOf(result));
    await this.settleCachedStart(result, this.current.provisioned);
    if (!request.isFixed)
      this.refresh.keep({
        address: context.address,
        deployment,
        gate: this.gate,
        ...(this.signOn.gate && { signOn: this.signOn.gate }),
        isCurrent: false,
      });
  }

  /** The hub is open already. Only where the person had to be asked does the outcome change the screen. */
  private async settleCachedStart(result: Result<void>, { deployment }: Provisioned): Promise<void> {
    const wasAsked = this.gate.refusedWith() !== undefined;
    if (this.stop.signal.aborted) return;
    if (!result.ok) return wasAsked ? this.reports.failed(result.error) : undefined;
    if (!wasAsked) return this.reports.refreshed({});
    await this.memory.keepPassword(deployment);
    this.enter(deployment);
  }

  private enter(deployment: Deployment): void {
    const { address, mode } = deployment;
    this.reports.entered({
      ...{ address, name: nameOf(deployment), mode, isFromCache: false },
      ...placeOf(deployment),
    });
  }

  private async tryToSignIn(request: SignInRequest, span: Span): Promise<Result<void>> {
    const { deployment } = request;
    if (request.password !== undefined) this.gate.preset(request.password);
    if (deployment) {
      const context = this.context(addressOf(request.address, deployment), span);
      const found = await this.ports.provisioner.provision({ kind: 'standards', deployment }, context);
      return found.ok ? this.runWith(found.value, context) : found;
    }
    const address = parseWorkAddress(request.address);
    if (!address.ok) return address;
    await obeyKnown(this.ports, address.value.full);
    const context = this.context(address.value, span);
    await this.signOn.recall();
    const result = await this.findAndRun(context);
    if (result.ok && this.current) {
      const { deployment: found } = this.current.provisioned;
      this.refresh.keep({
        address: address.value,
        deployment: found,
        gate: this.gate,
        ...(this.signOn.gate && { signOn: this.signOn.gate }),
        isCurrent: true,
      });
    }
    return result;
  }

  /** Remembered records that lead nowhere are looked up anew, once. */
  private async findAndRun(context: SignInContext): Promise<Result<void>> {
    const records = await rememberedRecords(this.ports, context.address);
    const hadRecords = (await records.get()) !== undefined;
    const first = await this.locateAndRun(context, false);
    const isDeadEnd = !first.ok && /^(net|http)\./.test(first.error.code);
    if (!isDeadEnd || !hadRecords) return first;
    await Promise.all([records.forget(), stopServices(this.ports.services)]);
    return this.locateAndRun(context, true);
  }

  private async locateAndRun(context: SignInContext, ignoresCache: boolean): Promise<Result<void>> {
    const onPhoneKnown = (known: PhoneKnown): void => this.startPhoneAhead(known, context);
    const found = await findWayIn(this.ports, { ...context, onPhoneKnown }, { ignoresCache });
    const result = found.ok ? await this.runWith(found.value, context) : found;
    // Where nothing was found after all, nothing may stay.
    const ahead = this.takePhoneAhead();
    ahead?.cancel();
    if (!result.ok && ahead) await stopServices(this.ports.services);
    return result;
  }

  /** The phone's own inputs are known and its password is proven: it waits for nobody (Q5). */
  private startPhoneAhead(known: PhoneKnown, context: SignInContext): void {
    const { deployment } = known;
    this.noticed = obeyFetched(this.ports, known, context);
    const { noticed } = this;
    this.phoneAhead = new PhoneAhead(deployment, context, async () => {
      if (!(await noticed).ok) return undefined;
      const secret = await this.secret(deployment, context);
      const ready = secret.ok ? await this.opening.ready(deployment.address, context.signal) : secret;
      if (!secret.ok || !ready.ok) return undefined;
      const { services } = this.ports;
      return { services, installation: ready.value.installation, secret: secret.value };
    });
  }

  private takePhoneAhead(): PhoneAhead | undefined {
    const ahead = this.phoneAhead;
    this.phoneAhead = undefined;
    this.noticed = undefined;
    return ahead;
  }

  private async runWith(found: Provisioned, context: SignInContext): Promise<Result<void>> {
    const { deployment } = found;
    const noticed = await (this.noticed ?? obeyFetched(this.ports, found, context));
    if (!noticed.ok) return noticed;
    this.current = { provisioned: found, context };
    if (deployment.address !== context.address.full) await this.memory.preset(deployment.address);
    const result = await this.run();
    if (!result.ok) return result;
    await this.memory.keep(found);
    this.enter(deployment);
    return result;
  }

  /**
   * Starts the services with the password, asking for it anew as often as it is refused. Ends well when the main service
   * runs, or when a server has accepted the password and the main service only can't be reached now.
   */
  private async run(): Promise<Result<void>> {
    const { current } = this;
    if (!current) return fail('app.fault');
    const { provisioned, context } = current;
    const { deployment, isProven } = provisioned;
    this.isProving = true;
    try {
      for (;;) {
        // From the cache the step says so, until the password turns out to be bad.
        const isShown = !isProven && !this.checklist.isSkipped('sign-in-method');
        if (isShown) this.checklist.running('sign-in-method');
        const secret = await this.secret(deployment, context);
        if (!secret.ok) return secret;
        const started = await this.start(provisioned, context, secret.value);
        if (context.signal.aborted) return fail('app.cancelled');
        if (started.ok || isProven || secret.value.tokens) {
          if (isShown) this.checklist.done('sign-in-method', { key: 'step.done.password' });
          return ok();
        }
        if (!this.refusal) return started;
        await this.refused(this.refusal);
        this.refusal = undefined;
      }
    } finally {
      this.isProving = false;
    }
  }

  /** What the services show: tokens that are there already, or the password. In the hub nobody is taken by surprise. */
  private async secret({ signOn, username }: Deployment, context: SignInContext): Promise<Result<Secret>> {
    if (!signOn) {
      const password = await this.gate.take(username);
      return password.ok ? ok({ password: password.value }) : password;
    }
    return this.signOn.secret(signOn, context);
  }

  private async start(
    provisioned: Provisioned,
    context: SignInContext,
    secret: Secret,
  ): Promise<Result<Started>> {
    const { deployment, isProven } = provisioned;
    const ready = await this.opening.ready(deployment.address, context.signal);
    if (!ready.ok) return ready;
    const { services, clock } = this.ports;
    if (deployment.edge) this.ports.edge?.enter(deployment.edge, secret);
    else this.ports.edge?.leave();
    const ahead = this.takePhoneAhead();
    const phoneAhead = ahead?.of(deployment);
    if (ahead && !phoneAhead) await services.stopPhone();
    const chatCredentials = provisioned.chatCredentials?.(secret, context.span);
    this.services = startServices({
      services,
      clock,
      context,
      deployment,
      ...ready.value,
      ...secret,
      ...(phoneAhead && { phoneAhead }),
      // A token that is refused locks nobody out: nobody waits for another's proof.
      isProven: isProven || secret.tokens !== undefined,
      ...(chatCredentials && { chatCredentials }),
      onRefused: (error) => {
        // While the person waits for the outcome the loop of `run` asks again; later the question comes up by itself.
        if (this.isProving) this.refusal = error;
        else this.reports.beside(this.proveAgain(error));
      },
    });
    return this.services.main;
  }

  /** The password is not used again by anybody: services stop, the remembered copy goes. */
  private async refused(error: Failure): Promise<void> {
    this.gate.refuse(error);
    this.checklist.failed('sign-in-method', error);
    const address = this.current?.provisioned.deployment.address;
    await Promise.all([
      stopServices(this.ports.services),
      address === undefined ? undefined : this.ports.credentials.forget(address),
    ]);
  }

  /** In the hub: the password went bad. The person is asked, nothing that is stored is touched (D9). */
  private async proveAgain(error: Failure): Promise<void> {
    const { current } = this;
    if (this.isProving || !current || this.stop.signal.aborted) return;
    this.isProving = true;
    await this.refused(error);
    const unproven = { ...current.provisioned, isProven: false };
    this.current = { ...current, provisioned: unproven };
    const result = await this.run();
    if (this.stop.signal.aborted) return;
    if (!result.ok) return this.reports.failed(result.error);
    await this.memory.keepPassword(unproven.deployment);
    this.enter(unproven.deployment);
  }

  private context(address: WorkAddress, span: Span): SignInContext {
    const { ports, checklist, gate, signOn } = this;
    return newContext(ports, { checklist, gate, signOn, signal: this.stop.signal }, address, span);
  }
}
