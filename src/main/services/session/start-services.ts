import { fail, failure, type Failure, type Result } from '../../../shared/errors/result.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { IdentityStore } from '../../ports/storage.port.ts';
import type { XmppCredentials } from '../../ports/xmpp.port.ts';
import type { SignInContext } from '../bootstrap/sign-in-context.ts';
import type { Installation } from '../config-cache/create-config-cache.ts';
import { prove, type ProofEvent, type ProofState } from './password-proof.machine.ts';
import { serviceStep } from './service-step.ts';
import type { SessionServices, Started } from './session-services.ts';
import { startPhone } from './start-phone.ts';
import { stopServices } from './stop-services.ts';

export interface ServicesRun {
  readonly services: SessionServices;
  readonly clock: Clock;
  readonly context: SignInContext;
  readonly deployment: Deployment;
  readonly installation: Installation;
  readonly identity: IdentityStore;
  readonly password: string;
  /** Instead of the password, which is empty then. */
  readonly tokens?: TokenSource;
  /** One-time passwords, where the deployment signs in to chat with them; absent: the password itself. */
  readonly chatCredentials?: XmppCredentials;
  /** The phone's first attempt, where it began before the rest was known. */
  readonly phoneAhead?: Promise<Result<Started> | undefined>;
  /** A server has accepted this password in this run. */
  readonly isProven: boolean;
  /** The password was refused by a service that went ahead because the main one could not be reached. */
  onRefused(error: Failure): void;
}

export interface RunningServices {
  /** First attempt of the service that the mode is about: chat, or the phone where there is no chat. */
  readonly main: Promise<Result<Started>>;
  /** First attempts of everything; never fails. */
  readonly settled: Promise<void>;
  /** Chat and phone go on by themselves; the directory is asked again here, e.g. when the network is back. */
  retryDirectory(): Promise<void>;
  /** What stands still since its tokens ended starts anew; what runs is left alone. */
  retryStopped(): Promise<void>;
}

/** How long a prover that doesn't answer keeps the others waiting. */
const HEAD_START_MS = 3_000;

/** Starts every service that the deployment has, in the order that A2 asks for, and fills their steps. */
export function startServices(run: ServicesRun): RunningServices {
  return new ServiceStarts(run).start();
}

class ServiceStarts {
  private readonly run: ServicesRun;
  private proof: ProofState;
  private release: () => void = () => undefined;
  /** Resolves when those that wait may go (or were stopped). */
  private readonly released: Promise<void>;

  constructor(run: ServicesRun) {
    this.run = run;
    this.proof = run.isProven ? 'proven' : 'waiting';
    this.released = run.isProven
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.release = resolve;
        });
  }

  start(): RunningServices {
    const { deployment, clock } = this.run;
    const stopTimer = clock.after(HEAD_START_MS, () => this.feed('head-start-over'));
    const isChatMain = deployment.xmpp !== undefined;
    const chat = isChatMain ? this.judged(this.chat()) : this.skip('chat');
    const phone = this.phone(isChatMain);
    const directory = this.directory();
    const voicemail = this.voicemail();
    const settled = Promise.all([chat, phone, directory, voicemail]).then(stopTimer);
    const main = isChatMain ? chat : phone;
    const none: Failure = failure('discovery.no-records', { domain: this.run.context.address.domain });
    return {
      main: main.then((result) => result ?? { ok: false, error: none }),
      settled,
      retryDirectory: async () => {
        const last = await directory;
        const isDown = last !== undefined && !last.ok && this.run.context.checklist.isFailed('directory');
        if (isDown) await this.directory();
      },
      retryStopped: async () => {
        const { services } = this.run;
        const isStopped = (service: 'chat' | 'phone') => services.isStopped(service);
        await Promise.all([
          isChatMain && isStopped('chat') ? this.chat() : undefined,
          deployment.sip && isStopped('phone') ? this.phone(false) : undefined,
          this.directory(),
        ]);
      },
    };
  }

  private feed(event: ProofEvent): void {
    const { state, effect } = prove(this.proof, event);
    this.proof = state;
    if (effect === 'stop-all') void stopServices(this.run.services);
    if (effect) this.release();
  }

  private onRefusal(error: Failure): void {
    const wasOpen = this.proof === 'waiting' || this.proof === 'unproven';
    this.feed('refused');
    if (wasOpen) this.run.onRefused(error);
  }

  /** Tells the proof how a service that shows the password got on. */
  private async judged(attempt: Promise<Result<Started>>): Promise<Result<Started>> {
    const result = await attempt;
    if (result.ok) this.feed('accepted');
    else if (result.error.code === 'auth.wrong-password') this.onRefusal(result.error);
    else this.feed('unavailable');
    return result;
  }

  private async chat(): Promise<Result<Started>> {
    const { deployment, installation, identity, context, services } = this.run;
    const { xmpp, username } = deployment;
    const rosterVersion = await identity.chat.rosterVersion();
    if (context.signal.aborted) return fail('app.cancelled');
    const account = {
      domain: xmpp?.domain ?? '',
      targets: xmpp?.targets ?? [],
      credentials: this.run.chatCredentials ?? this.plainCredentials(username),
      resource: installation.resource,
      ...(rosterVersion !== undefined && { rosterVersion }),
    };
    return serviceStep(context, 'chat', (span) => context.trusted(() => services.startChat(account, span)));
  }

  /** Without a sign-in service chat takes the password itself, or a token in its place (cisco-uc 8.2). */
  private plainCredentials(username: string): XmppCredentials {
    const { password, tokens } = this.run;
    return tokens
      ? { kind: 'token', username, get: () => tokens.get() }
      : { kind: 'password', username, password };
  }

  private async phone(waits: boolean): Promise<Result<Started> | undefined> {
    const { deployment, password, tokens, context, phoneAhead } = this.run;
    const { sip } = deployment;
    if (!sip) return this.skip('phone');
    if (waits) await this.released;
    if (this.proof === 'refused' || context.signal.aborted) return undefined;
    const ahead = waits ? await phoneAhead : undefined;
    if (ahead) return this.judged(Promise.resolve(ahead));
    const secret = { password, ...(tokens && { tokens }) };
    return this.judged(startPhone({ ...this.run, secret }, sip));
  }

  private async directory(): Promise<Result<Started> | undefined> {
    const { deployment, password, tokens, services, context } = this.run;
    const { uds = [], username, edge } = deployment;
    // LDAP does not go through the edge: outside it is always UDS (C1).
    const ldap = edge ? undefined : deployment.ldap;
    if (uds.length === 0 && !ldap) return this.skip('directory');
    await this.released;
    if (this.proof === 'refused' || context.signal.aborted) return undefined;
    const addressDomain = deployment.xmpp?.domain;
    const { directoryUri } = deployment;
    const account = {
      servers: uds,
      ...(ldap && { ldap }),
      ...(deployment.dialRules && { lookupRules: deployment.dialRules.lookup }),
      username,
      password,
      ...(tokens && { tokens }),
      ...(addressDomain !== undefined && { addressDomain }),
      ...(directoryUri !== undefined && { directoryUri }),
    };
    return serviceStep(context, 'directory', (span) =>
      context.trusted(() => services.startDirectory(account, span)),
    );
  }

  /** A mailbox that refuses says nothing of the password that signs in: it may have one of its own. */
  private async voicemail(): Promise<Result<Started> | undefined> {
    const { deployment, password, tokens, services, context } = this.run;
    const { voicemail, voicemailPilot, username } = deployment;
    const account = {
      servers: voicemail?.servers ?? [],
      sharesCredentials: voicemail?.hasOwnCredentials !== true,
      username,
      password,
      ...(tokens && { tokens }),
      ...(voicemailPilot !== undefined && { pilot: voicemailPilot }),
    };
    await this.released;
    if (this.proof === 'refused' || context.signal.aborted) return undefined;
    if (account.servers.length > 0)
      return serviceStep(context, 'voicemail', (span) =>
        context.trusted(() => services.startVoicemail(account, span)),
      );
    const skipped = this.skip('voicemail');
    await services.startVoicemail(account, context.span);
    return skipped;
  }

  private skip(id: 'chat' | 'phone' | 'directory' | 'voicemail'): Promise<undefined> {
    // Provisioning may have said already why there is no phone.
    if (this.run.context.checklist.isOpen(id)) this.run.context.checklist.skipped(id, 'not-offered');
    return Promise.resolve(undefined);
  }
}
