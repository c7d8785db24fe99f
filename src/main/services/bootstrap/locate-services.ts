import { failure, fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { HostMeta } from '../../ports/host-meta.port.ts';
import type { Reach } from '../../ports/reach.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { ConfigCache } from '../config-cache/create-config-cache.ts';
import type { Remembered } from '../config-cache/remembered.ts';
import type { LocalDeployment } from '../deployment/create-local-deployment.ts';
import { type LaunchSettings, recordsKey } from '../deployment/launch-settings.ts';
import type { Detail } from '../discovery/ask-records.ts';
import type { Discovery, Launched } from '../discovery/create-discovery.ts';
import type { Finding, HostPort } from '../discovery/interpret-answers.ts';
import type { RecordAnswers } from '../discovery/service-records.ts';
import { locateByHand } from './locate-by-hand.ts';
import { parseServer } from './parse-server.ts';
import type { SignInContext } from './sign-in-context.ts';
import { standardsDeployment } from './standards-deployment.ts';
import type { WorkAddress } from './work-address.ts';

export { parseServer } from './parse-server.ts';

/** Where sign-in goes on. `cloud`: people write to each other there, and what is here is what the organisation has beside it. */
export type Located = (
  | { readonly kind: 'cucm'; readonly uds: readonly HostPort[] }
  | { readonly kind: 'imp'; readonly servers: readonly HostPort[] }
  /** By hand, or by the installer's switches. */
  | {
      readonly kind: 'cucm-manual';
      readonly nodes: readonly HostPort[];
      readonly tftp: readonly string[];
      /** Absent: phone mode. */
      readonly hasChat?: boolean;
    }
  /** Outside: through Expressway, whose certificate must prove `domain`. */
  | { readonly kind: 'edge'; readonly domain: string; readonly edges: readonly HostPort[] }
  /** Everything is known already; only the password is not proved. */
  | { readonly kind: 'standards'; readonly deployment: Deployment }
) & { readonly cloud?: Launched['cloud'] };

export interface LocatePorts {
  readonly discovery: Discovery;
  readonly cache: ConfigCache;
  readonly deployment: Pick<LocalDeployment, 'launchSettings'>;
  readonly reach: Reach;
  /** Absent: a domain is never asked for its WebSockets. */
  readonly hostMeta?: HostMeta;
}

/**
 * The first step of a sign-in: finds the servers and fills the step `finding-services`. With `ignoresCache` nothing
 * remembered is used: it led nowhere, or is to be renewed.
 */
export async function locateServices(
  ports: LocatePorts,
  context: SignInContext,
  options: { ignoresCache: boolean },
): Promise<Result<Located>> {
  const { checklist, address } = context;
  const span = context.span.child('finding-services', { domain: address.domain });
  checklist.running('finding-services');
  const [manual, settings] = await Promise.all([
    ports.cache.manual.get(),
    ports.deployment.launchSettings(address),
  ]);
  span.note({ services: settings.domain, from: settings.domainSource });
  const inside = { ...context, span };
  const byHand = manual && manual.kind !== 'automatic' && manual.kind !== 'webex' ? manual : undefined;
  const isManual = byHand !== undefined;
  const launched = await launch(ports, inside, settings, { ...options, isManual });
  const located = byHand
    ? await locateByHand(ports, byHand, inside)
    : await useFinding(ports, inside, settings, launched);
  const { result } = located;
  const details = [...originOf(settings, launched), ...launched.details, ...located.details];
  if (result.ok) {
    const what = nameOf(result.value);
    checklist.done(
      'finding-services',
      isManual ? { key: 'step.skipped.manual' } : { key: 'step.done.found', params: { what } },
      details,
    );
  } else checklist.failed('finding-services', result.error, details);
  span.end(result.ok ? 'ok' : result.error.code === 'app.cancelled' ? 'cancelled' : 'failed');
  return result;
}

/** Which source won, why, and in which domain was looked: the first lines of the step's Details (D1). */
function originOf(settings: LaunchSettings, { source, reason }: Launched): readonly Detail[] {
  const { domain, domainSource, voiceDomain, excluded } = settings;
  return [
    { name: 'source', value: source },
    { name: 'reason', value: reason },
    { name: 'services domain', value: `${domain} (${domainSource})` },
    ...(voiceDomain === undefined ? [] : [{ name: 'voice services domain', value: voiceDomain }]),
    ...(excluded.size === 0 ? [] : [{ name: 'excluded', value: [...excluded].join(', ') }]),
  ];
}

/** Where the records of this address' services domain are remembered. */
export async function rememberedRecords(
  { cache, deployment }: Pick<LocatePorts, 'cache' | 'deployment'>,
  address: WorkAddress,
): Promise<Remembered<RecordAnswers>> {
  return cache.records(recordsKey(await deployment.launchSettings(address)));
}

interface Outcome {
  readonly result: Result<Located>;
  readonly details: readonly Detail[];
}

async function launch(
  { cache, discovery }: LocatePorts,
  context: SignInContext,
  settings: LaunchSettings,
  options: { readonly ignoresCache: boolean; readonly isManual: boolean },
): Promise<Launched> {
  const { domain, domainSource: _, problems: _told, installed, teamMessagingUrl, ...request } = settings;
  const organisation = cache.organisation(domain);
  const records = cache.records(recordsKey(settings));
  const [kept, known] = await Promise.all([records.get(), organisation.get()]);
  const remembered = options.ignoresCache ? undefined : kept;
  // An administrator who takes the look-up away takes its answer away.
  const isKnown = known !== undefined && settings.casHost !== undefined;
  const launched = await discovery.find(
    {
      ...request,
      domain,
      hasManualSettings: options.isManual,
      isKnownOrganisation: isKnown && !options.ignoresCache,
      hasInstalledServers: installed !== undefined,
      ...(teamMessagingUrl !== undefined && {
        teamMessaging: { url: teamMessagingUrl, address: context.address.full },
      }),
      ...(remembered && { remembered }),
    },
    context,
  );
  if (launched.answers) await remember(records, launched.answers);
  if (launched.source === 'cas') await organisation.set({ host: settings.casHost ?? '' });
  if (launched.isNoOrganisation === true) await organisation.forget();
  // Asked anew without an answer: what was known still holds.
  const isStill = isKnown && options.ignoresCache && launched.isNoOrganisation !== true;
  return isStill ? { cloud: 'messenger', ...launched } : launched;
}

/** Positive answers only: what was missing may be there tomorrow. */
async function remember(records: Remembered<RecordAnswers>, answers: RecordAnswers): Promise<void> {
  const found = Object.entries(answers).filter(([, answer]) => answer.kind === 'records');
  if (found.length > 0) await records.set(Object.fromEntries(found));
}

async function useFinding(
  ports: LocatePorts,
  context: SignInContext,
  settings: LaunchSettings,
  launched: Launched,
): Promise<Outcome> {
  const { finding, source, cloud, error } = launched;
  const none = failure('discovery.no-records', { domain: context.address.domain });
  const result =
    source === 'installed'
      ? useInstalled(settings)
      : finding
        ? await openFinding(ports, context, settings, withoutPhone(finding, settings))
        : { ok: false as const, error: error ?? none };
  return { result: result.ok && cloud ? ok({ ...result.value, cloud }) : result, details: [] };
}

/** What the installer's switches name (T1); with Webex among them there is nothing here to sign in to. */
function useInstalled({ installed, domain }: LaunchSettings): Result<Located> {
  switch (installed?.kind) {
    case 'imp':
      return ok({ kind: 'imp', servers: [parseServer(installed.server)] });
    case 'cucm':
      return ok({
        ...installed,
        kind: 'cucm-manual',
        nodes: installed.nodes.map((node) => parseServer(node)),
      });
    default:
      return fail(installed ? 'discovery.cloud-only' : 'discovery.off', { domain });
  }
}

function withoutPhone(finding: Finding, { isTelephonyEnabled }: LaunchSettings): Finding {
  return finding.kind === 'standards' && !isTelephonyEnabled ? { ...finding, sip: [] } : finding;
}

async function openFinding(
  ports: LocatePorts,
  context: SignInContext,
  { domain, voiceDomain = domain }: LaunchSettings,
  finding: Finding,
): Promise<Result<Located>> {
  switch (finding.kind) {
    case 'cucm':
      return ok({ kind: 'cucm', uds: finding.uds });
    case 'imp':
      return ok({ kind: 'imp', servers: finding.servers });
    case 'edge':
      return ok({ kind: 'edge', domain: voiceDomain, edges: finding.edges });
    case 'standards':
      return ok({ kind: 'standards', deployment: standardsDeployment(context.address, finding) });
    case 'guess':
      return useGuess(ports, context, finding);
  }
}

/** The domain's own address is only a guess, so it is tried before anybody is asked for a password. */
async function useGuess(
  ports: LocatePorts,
  context: SignInContext,
  finding: Extract<Finding, { kind: 'guess' }>,
): Promise<Result<Located>> {
  const { domain } = context.address;
  const target = finding.xmpp[0];
  const isThere = target !== undefined && (await ports.reach.accepts(target, context));
  // Where TCP is blocked the domain's own web server may know another way (D15).
  const found = isThere ? finding.xmpp : ((await ports.hostMeta?.otherWays(domain, context)) ?? []);
  if (context.signal.aborted) return fail('app.cancelled');
  if (found.length === 0) return fail('discovery.no-records', { domain });
  return ok({
    kind: 'standards',
    deployment: standardsDeployment(context.address, { xmpp: found, sip: [] }),
  });
}

function nameOf(located: Located): string {
  switch (located.kind) {
    case 'cucm':
      return located.uds[0]?.host ?? '';
    case 'imp':
      return located.servers[0]?.host ?? '';
    case 'edge':
      return located.edges[0]?.host ?? '';
    case 'cucm-manual':
      return located.nodes[0]?.host ?? '';
    case 'standards':
      return located.deployment.xmpp?.targets[0]?.host ?? located.deployment.sip?.registrars[0]?.host ?? '';
  }
}
