import { assertNever } from '../../../shared/errors/assert-never.ts';
import { failure, type Failure } from '../../../shared/errors/result.ts';
import type { Cas } from '../../ports/cas.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import { askRecords, type Detail, type Volley } from './ask-records.ts';
import { type Exclusions, isDiscoveryOff } from './exclusions.ts';
import { type Finding, interpretAnswers } from './interpret-answers.ts';
import {
  launch,
  type LaunchEffect,
  launchIdle,
  type LaunchEvent,
  type LaunchSource,
  type LaunchState,
} from './launch.machine.ts';
import type { RecordAnswers } from './service-records.ts';

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
}

export interface Launched {
  readonly source: LaunchSource;
  /** Present when servers were found by records, remembered or live. */
  readonly finding?: Finding;
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
}

export interface DiscoveryCall {
  readonly span: Span;
  readonly signal: AbortSignal;
}

const CAS_WAIT_MS = 1_500;

export function createDiscovery(ports: DiscoveryPorts): Discovery {
  return {
    find: (request, { span, signal }) => new LaunchRun(ports, request, span, signal).result,
    findStandards: async (domain, { span, signal }) => {
      const options = { domain, excluded: new Set<never>(), usesInternalZone: false, standardsOnly: true };
      const { answers, domain: name, details } = await askRecords({ ...ports, span, signal }, options);
      return { source: 'srv', ...interpretAnswers(answers, name, () => ports.random.fraction()), details };
    },
  };
}

/** One run of the machine: carries out its effects and feeds it what happened. */
class LaunchRun {
  readonly result: Promise<Launched>;
  private readonly ports: DiscoveryPorts;
  private readonly request: LaunchRequest;
  private readonly span: Span;
  private readonly stop = new AbortController();
  private readonly details: Detail[] = [];
  private state: LaunchState = launchIdle;
  private volley: (Volley & { readonly meaning: ReturnType<typeof interpretAnswers> }) | undefined;
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
      this.finish({ source: 'ask-person', error: failure('app.cancelled'), details: [...this.details] });
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    void this.result.then(() => signal.removeEventListener('abort', onAbort));
    this.feed({
      kind: 'launched',
      facts: {
        hasManualSettings: request.hasManualSettings,
        isKnownOrganisation: request.isKnownOrganisation && !request.excluded.has('WEBEX'),
        asksCas: request.casHost !== undefined && !request.excluded.has('WEBEX'),
        hasRememberedRecords: request.remembered !== undefined,
        isDiscoveryOff: isDiscoveryOff(request.excluded),
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
        return this.decide(effect.source);
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
    this.feed(result.ok ? { kind: 'cas-answered', isOrganisation: result.value } : { kind: 'cas-failed' });
  }

  private async askSrv(): Promise<void> {
    const { dns, clock } = this.ports;
    const volley = await askRecords({ dns, clock, span: this.span, signal: this.stop.signal }, this.request);
    // Read once: the weighted choice is a draw.
    this.volley = { ...volley, meaning: this.interpret(volley) };
    this.details.push(...volley.details);
    this.feed({ kind: 'srv-answered', isFound: 'finding' in this.volley.meaning });
  }

  private limitCas(): void {
    const cancel = this.ports.clock.after(this.request.casWaitMs ?? CAS_WAIT_MS, () =>
      this.feed({ kind: 'cas-wait-over' }),
    );
    this.stop.signal.addEventListener('abort', cancel, { once: true });
  }

  private interpret({
    answers,
    domain,
  }: Pick<Volley, 'answers' | 'domain'>): ReturnType<typeof interpretAnswers> {
    return interpretAnswers(answers, domain, () => this.ports.random.fraction());
  }

  private decide(source: LaunchSource): void {
    this.finish({ source, ...this.outcome(source), details: [...this.details] });
  }

  private outcome(source: LaunchSource): Pick<Launched, 'finding' | 'error' | 'answers'> {
    const params = { domain: this.request.domain };
    switch (source) {
      case 'manual':
        return {};
      case 'cas':
      case 'remembered-cas':
        return { error: failure('discovery.cloud-only', params) };
      case 'remembered-srv':
        return this.interpret({
          answers: this.request.remembered ?? {},
          domain: { domain: params.domain, addresses: [] },
        });
      case 'srv':
        return this.volley ? { ...this.volley.meaning, answers: this.volley.answers } : {};
      case 'ask-person':
        return this.volley ? this.volley.meaning : { error: failure('discovery.off', params) };
      default:
        return assertNever(source);
    }
  }
}
