import { assertNever } from '../../../shared/errors/assert-never.ts';
import { failure, type Failure } from '../../../shared/errors/result.ts';
import type { Cas } from '../../ports/cas.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import { askOne, askRecords, type Detail, type Volley } from './ask-records.ts';
import { type Exclusions, isDiscoveryOff } from './exclusions.ts';
import { type Finding, type HostPort, interpretAnswers, namedEdges } from './interpret-answers.ts';
import {
  launch,
  type LaunchEffect,
  launchIdle,
  type LaunchEvent,
  type LaunchReason,
  type LaunchSource,
  type LaunchState,
} from './launch.machine.ts';
import { type RecordAnswers, recordQuestions } from './service-records.ts';
import { orderSrv } from './srv-order.ts';

export interface DiscoveryPorts {
  readonly dns: Dns;
  readonly cas: Cas;
  readonly clock: Clock;
  readonly random: Random;
}

/** What the launch sequence may use. */
export interface LaunchRequest {
  /** The services domain: of the typed address, or the one a link or the installer set (D2). */
  readonly domain: string;
  /** Domain of the Cisco SRV records when it differs (D4). */
  readonly voiceDomain?: string;
  readonly excluded: Exclusions;
  readonly usesInternalZone: boolean;
  readonly hasManualSettings: boolean;
  /** Host of the CAS look-up; absent: it is off (D6). */
  readonly casHost?: string;
  /** What an earlier CAS answer said. */
  readonly isKnownOrganisation: boolean;
  /** Records of an earlier launch (D9). */
  readonly remembered?: RecordAnswers;
  /** How long an SRV result waits for CAS, ms. */
  readonly casWaitMs?: number;
  /** The installer names servers: then only the records of Cisco services count as found (T1, D13). */
  readonly hasInstalledServers?: boolean;
  /** The look-up for team messaging and who is meant (D6); absent: it is off. */
  readonly teamMessaging?: { readonly url: string; readonly address: string };
}

export interface Launched {
  readonly source: LaunchSource;
  readonly reason: LaunchReason;
  /** Present when servers were found by records, remembered or live; with CAS too, where the organisation has its own. */
  readonly finding?: Finding;
  /** The CAS was asked and said no. */
  readonly isNoOrganisation?: boolean;
  /** People write to each other in the cloud there. */
  readonly cloud?: 'messenger' | 'team-messaging';
  /** Why the person must be asked. */
  readonly error?: Failure;
  /** Live answers, to be remembered. */
  readonly answers?: RecordAnswers;
  readonly details: readonly Detail[];
}

export interface Discovery {
  /** Runs the launch sequence (D1). Ends early with source `ask-person` and app.cancelled when the signal fires. */
  find(request: LaunchRequest, call: DiscoveryCall): Promise<Launched>;
  /** Asks only for the standards records of a domain: for an account set by hand without a server (D12, D15). */
  findStandards(domain: string, call: DiscoveryCall): Promise<Launched>;
  /** Asks only for the edges of a domain, best first; none when the question fails. */
  findEdges(domain: string, call: DiscoveryCall): Promise<readonly HostPort[]>;
}

export interface DiscoveryCall {
  readonly span: Span;
  readonly signal: AbortSignal;
}

const CAS_WAIT_MS = 1_500;

export function createDiscovery(ports: DiscoveryPorts): Discovery {
  return {
    findEdges: async (domain, { span, signal }) => {
      const question = { family: 'collab-edge' as const, name: `_collab-edge._tls.${domain}` };
      const answer = await askOne({ ...ports, span, signal }, question);
      const records = answer.kind === 'records' ? answer.records : [];
      const ordered = orderSrv(records, () => ports.random.fraction());
      return namedEdges(ordered.map(({ target, port }) => ({ host: target, port })));
    },
    find: (request, { span, signal }) => new LaunchRun(ports, request, span, signal).result,
    findStandards: async (domain, { span, signal }) => {
      const options = { domain, excluded: new Set<never>(), usesInternalZone: false, standardsOnly: true };
      const { answers, domain: name, details } = await askRecords({ ...ports, span, signal }, options);
      return {
        source: 'srv',
        reason: 'records-found',
        ...interpretAnswers(answers, name, () => ports.random.fraction()),
        details,
      };
    },
  };
}

const cloudErrors = {
  messenger: 'discovery.cloud-only',
  'team-messaging': 'discovery.team-messaging',
} as const;

type Meaning = ReturnType<typeof interpretAnswers>;

/** Findings that are answers of Cisco's discovery; the others are what any domain may have. */
const ciscoKinds: readonly Finding['kind'][] = ['cucm', 'imp', 'edge'];

/** One run of the machine: carries out its effects and feeds it what happened. */
class LaunchRun {
  readonly result: Promise<Launched>;
  private readonly ports: DiscoveryPorts;
  private readonly request: LaunchRequest;
  private readonly span: Span;
  private readonly stop = new AbortController();
  private readonly teamStop = new AbortController();
  private readonly details: Detail[] = [];
  private state: LaunchState = launchIdle;
  private volley: (Volley & { readonly meaning: Meaning }) | undefined;
  private recalled: Meaning | undefined;
  private isNoOrganisation = false;
  private team: Promise<boolean> = Promise.resolve(false);
  private finish: (launched: Launched) => void = () => undefined;

  constructor(ports: DiscoveryPorts, request: LaunchRequest, span: Span, signal: AbortSignal) {
    this.ports = ports;
    this.request = request;
    this.span = span;
    this.result = new Promise((resolve) => {
      this.finish = resolve;
    });
    const onAbort = (): void => {
      this.stop.abort();
      this.teamStop.abort();
      this.finish({
        source: 'ask-person',
        reason: 'no-records',
        error: failure('app.cancelled'),
        details: [...this.details],
      });
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    void this.result.then(() => signal.removeEventListener('abort', onAbort));
    this.team = this.askTeamMessaging();
    this.feed({
      kind: 'launched',
      facts: {
        hasManualSettings: request.hasManualSettings,
        isKnownOrganisation: request.isKnownOrganisation && !request.excluded.has('WEBEX'),
        asksCas: request.casHost !== undefined && !request.excluded.has('WEBEX'),
        hasRememberedRecords: this.isFound(this.remembered()),
        isDiscoveryOff: isDiscoveryOff(request.excluded),
        hasInstalledServers: request.hasInstalledServers === true,
      },
    });
  }

  private feed(event: LaunchEvent): void {
    const { state, effects } = launch(this.state, event);
    this.state = state;
    for (const effect of effects) this.carryOut(effect);
  }

  private carryOut(effect: LaunchEffect): void {
    switch (effect.kind) {
      case 'ask-cas':
        return void this.askCas();
      case 'ask-srv':
        return void this.askSrv();
      case 'limit-cas':
        return this.limitCas();
      case 'stop-asking':
        return this.stop.abort();
      case 'decide':
        return void this.decide(effect.source, effect.reason);
      default:
        return assertNever(effect);
    }
  }

  private async askCas(): Promise<void> {
    const host = this.request.casHost ?? '';
    const span = this.span.child('cas', { host, domain: this.request.domain });
    const result = await this.ports.cas.isOrganisation(host, this.request.domain, {
      signal: this.stop.signal,
      span,
    });
    const answer = result.ok ? (result.value ? 'organisation' : 'not an organisation') : result.error.code;
    span.note({ answer });
    span.end(result.ok ? 'ok' : 'failed');
    this.details.push({ name: `CAS ${host}`, value: answer });
    this.isNoOrganisation = result.ok && !result.value;
    this.feed(result.ok ? { kind: 'cas-answered', isOrganisation: result.value } : { kind: 'cas-failed' });
  }

  private async askSrv(): Promise<void> {
    const { dns, clock } = this.ports;
    const volley = await askRecords({ dns, clock, span: this.span, signal: this.stop.signal }, this.request);
    // Read once: the weighted choice is a draw.
    this.volley = { ...volley, meaning: this.interpret(volley) };
    this.details.push(...volley.details);
    this.feed({ kind: 'srv-answered', isFound: this.isFound(this.volley.meaning) });
  }

  private isFound(meaning: Meaning | undefined): boolean {
    if (!meaning || !('finding' in meaning)) return false;
    return this.request.hasInstalledServers !== true || ciscoKinds.includes(meaning.finding.kind);
  }

  /** What the records of an earlier launch mean. Read once: the weighted choice is a draw. */
  private remembered(): Meaning | undefined {
    const { remembered, domain } = this.request;
    if (!remembered) return undefined;
    // What would not be asked for any more does not count (D7).
    const asked = recordQuestions(this.request).flatMap(({ family }) => {
      const answer = remembered[family];
      return answer ? [[family, answer] as const] : [];
    });
    this.recalled ??= this.interpret({
      answers: Object.fromEntries(asked),
      domain: { domain, addresses: [] },
    });
    return this.recalled;
  }

  private limitCas(): void {
    const cancel = this.ports.clock.after(this.casWaitMs(), () => {
      this.details.push({
        name: `CAS ${this.request.casHost ?? ''}`,
        value: `no answer in ${this.casWaitMs()} ms`,
      });
      this.feed({ kind: 'cas-wait-over' });
    });
    this.stop.signal.addEventListener('abort', cancel, { once: true });
  }

  private casWaitMs(): number {
    return this.request.casWaitMs ?? CAS_WAIT_MS;
  }

  /** Beside everything else; only a clear yes counts (D6). */
  private async askTeamMessaging(): Promise<boolean> {
    const { teamMessaging, excluded, hasManualSettings } = this.request;
    if (!teamMessaging || hasManualSettings || excluded.has('WEBEX')) return false;
    const host = URL.parse(teamMessaging.url)?.host ?? '';
    const span = this.span.child('team-messaging', { host });
    const { url, address } = teamMessaging;
    const result = await this.ports.cas.isTeamMessaging(url, address, { signal: this.teamStop.signal, span });
    const answer = result.ok ? (result.value ? 'team messaging' : 'no') : result.error.code;
    span.note({ answer });
    span.end(result.ok ? 'ok' : 'failed');
    this.details.push({ name: `team messaging ${host}`, value: answer });
    return result.ok && result.value;
  }

  /** The answer about team messaging, if it comes in time: it delays nobody longer than CAS may. */
  private isTeamMessaging(): Promise<boolean> {
    if (!this.request.teamMessaging) return Promise.resolve(false);
    return new Promise((resolve) => {
      const cancel = this.ports.clock.after(this.casWaitMs(), () => {
        this.teamStop.abort();
        resolve(false);
      });
      void this.team.then((isTeam) => {
        cancel();
        resolve(isTeam);
      });
    });
  }

  private interpret({ answers, domain }: Pick<Volley, 'answers' | 'domain'>): Meaning {
    return interpretAnswers(answers, domain, () => this.ports.random.fraction());
  }

  private async decide(source: LaunchSource, reason: LaunchReason): Promise<void> {
    this.span.note({ source, reason });
    const isTeam = await this.isTeamMessaging();
    const cloud = isTeam ? 'team-messaging' : source.endsWith('cas') ? 'messenger' : undefined;
    const outcome = this.outcome(source);
    const { domain } = this.request;
    this.finish({
      source,
      reason,
      ...outcome,
      ...(this.isNoOrganisation && { isNoOrganisation: true }),
      ...(cloud && { cloud }),
      // Nothing of its own is there to sign in to.
      ...(cloud && !outcome.finding && { error: failure(cloudErrors[cloud], { domain }) }),
      details: [...this.details],
    });
  }

  private outcome(source: LaunchSource): Pick<Launched, 'finding' | 'error' | 'answers'> {
    const none = { error: failure('discovery.off', { domain: this.request.domain }) };
    const live = this.volley ? { ...this.volley.meaning, answers: this.volley.answers } : none;
    switch (source) {
      case 'manual':
      case 'installed':
        return this.volley ? { answers: this.volley.answers } : {};
      case 'cas':
      case 'remembered-cas':
        return besideCloud(this.volley ? live : this.remembered());
      case 'remembered-srv':
        return this.remembered() ?? {};
      case 'srv':
        return live;
      case 'ask-person':
        return this.volley ? this.volley.meaning : none;
      default:
        return assertNever(source);
    }
  }
}

/** What an organisation in the cloud has of its own. The domain's bare address is a guess, and not one to make for it. */
function besideCloud(
  found: Partial<Pick<Launched, 'finding' | 'error' | 'answers'>> | undefined,
): Pick<Launched, 'finding' | 'answers'> {
  return {
    ...(found?.finding && found.finding.kind !== 'guess' && { finding: found.finding }),
    ...(found?.answers && { answers: found.answers }),
  };
}
