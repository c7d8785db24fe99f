import type { ManualSettings } from '../../../shared/domain/session.ts';
import { failure, type Failure, fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Reach } from '../../ports/reach.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { ConfigCache, DiscoveryHints } from '../config-cache/create-config-cache.ts';
import type { Remembered } from '../config-cache/remembered.ts';
import type { Detail } from '../discovery/ask-records.ts';
import type { Discovery, Launched } from '../discovery/create-discovery.ts';
import { parseExclusions } from '../discovery/exclusions.ts';
import type { Finding, HostPort } from '../discovery/interpret-answers.ts';
import type { RecordAnswers } from '../discovery/service-records.ts';
import type { SignInContext } from './sign-in-context.ts';
import {
  type ManualAccounts,
  manualDeployment,
  readManualAccounts,
  standardsDeployment,
} from './standards-deployment.ts';
import type { WorkAddress } from './work-address.ts';

/** Where sign-in goes on. */
export type Located =
  | { readonly kind: 'cucm'; readonly uds: readonly HostPort[] }
  | { readonly kind: 'imp'; readonly servers: readonly HostPort[] }
  /** Phone mode by hand. */
  | { readonly kind: 'cucm-manual'; readonly nodes: readonly HostPort[]; readonly tftp: readonly string[] }
  /** Everything is known already; only the password is not proved. */
  | { readonly kind: 'standards'; readonly deployment: Deployment };

export interface LocatePorts {
  readonly discovery: Discovery;
  readonly cache: ConfigCache;
  readonly reach: Reach;
  readonly log: Log;
}

/** Cisco's web services on Unified CM and IM&P (cisco-uc 1.5). */
const CISCO_HTTPS_PORT = 8443;

/**
 * The first step of a sign-in: finds the servers and fills the step `finding-services`. With `ignoresCache` the
 * remembered records are not used: they led nowhere.
 */
export async function locateServices(
  ports: LocatePorts,
  context: SignInContext,
  options: { ignoresCache: boolean },
): Promise<Result<Located>> {
  const { checklist, address } = context;
  const span = context.span.child('finding-services', { domain: address.domain });
  checklist.running('finding-services');
  const [manual, hints] = await Promise.all([ports.cache.manual.get(), discoveryHints(ports.cache, address)]);
  const isManual = manual !== undefined && manual.kind !== 'automatic';
  const located = isManual
    ? await locateByHand(ports, manual, context)
    : await locateByRecords(ports, { ...context, span }, hints, options);
  const { result, details } = located;
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

/** What a confirmed link said, and where it was silent what the configuration of the last sign-in said (D4, A4). */
async function discoveryHints(cache: ConfigCache, address: WorkAddress): Promise<DiscoveryHints> {
  const [linked, remembered] = await Promise.all([cache.hints.get(), cache.deployment(address.full).get()]);
  const configured = (name: string): string | undefined =>
    remembered?.configuration.find((row) => row.name === name && row.source !== 'default')?.value;
  const [voice, excluded] = [
    configured('VoiceServicesDomain'),
    configured('ServiceDiscoveryExcludedServices'),
  ];
  return {
    ...(voice !== undefined && { voiceServicesDomain: voice }),
    ...(excluded !== undefined && { excludedServices: excluded }),
    ...linked,
  };
}

/** Where the records of this address' services domain are remembered. */
export async function rememberedRecords(
  cache: ConfigCache,
  address: WorkAddress,
): Promise<Remembered<RecordAnswers>> {
  const hints = await cache.hints.get();
  return cache.records(hints?.servicesDomain ?? address.domain);
}

interface Outcome {
  readonly result: Result<Located>;
  readonly details: readonly Detail[];
}

async function locateByRecords(
  ports: LocatePorts,
  context: SignInContext,
  hints: DiscoveryHints,
  options: { ignoresCache: boolean },
): Promise<Outcome> {
  const domain = hints.servicesDomain ?? context.address.domain;
  const remembered = options.ignoresCache ? undefined : await ports.cache.records(domain).get();
  const { excluded, unknown } = parseExclusions(hints.excludedServices ?? '');
  if (unknown.length > 0) ports.log.warn('unknown words in the excluded services', { count: unknown.length });
  const launched = await ports.discovery.find(
    {
      domain,
      excluded,
      usesInternalZone: true,
      hasManualSettings: false,
      isKnownOrganisation: false,
      ...(hints.voiceServicesDomain !== undefined && { voiceDomain: hints.voiceServicesDomain }),
      ...(hints.casHost !== undefined && { casHost: hints.casHost }),
      ...(remembered && { remembered }),
    },
    context,
  );
  const details = [{ name: 'source', value: launched.source }, ...launched.details];
  if (launched.answers) await remember(ports.cache, domain, launched.answers);
  const result = await useFinding(ports, context, launched);
  return { result, details };
}

/** Positive answers only: what was missing may be there tomorrow. */
async function remember(cache: ConfigCache, domain: string, answers: RecordAnswers): Promise<void> {
  const found = Object.entries(answers).filter(([, answer]) => answer.kind === 'records');
  if (found.length > 0) await cache.records(domain).set(Object.fromEntries(found));
}

async function useFinding(
  ports: LocatePorts,
  context: SignInContext,
  launched: Launched,
): Promise<Result<Located>> {
  const { finding } = launched;
  const none = failure('discovery.no-records', { domain: context.address.domain });
  if (!finding) return { ok: false, error: launched.error ?? none };
  switch (finding.kind) {
    case 'cucm':
      return ok({ kind: 'cucm', uds: finding.uds });
    case 'imp':
      return ok({ kind: 'imp', servers: finding.servers });
    case 'edge':
      return fail('discovery.outside-only', { domain: context.address.domain }, finding.edges[0]?.host);
    case 'standards':
      return ok({ kind: 'standards', deployment: standardsDeployment(context.address, finding) });
    case 'guess':
      return useGuess(ports, context, finding, none);
  }
}

/** The domain's own address is only a guess, so it is tried before anybody is asked for a password. */
async function useGuess(
  ports: LocatePorts,
  context: SignInContext,
  finding: Extract<Finding, { kind: 'guess' }>,
  none: Failure,
): Promise<Result<Located>> {
  const target = finding.xmpp[0];
  const isThere = target !== undefined && (await ports.reach.accepts(target, context));
  if (context.signal.aborted) return fail('app.cancelled');
  if (!isThere) return { ok: false, error: none };
  return ok({
    kind: 'standards',
    deployment: standardsDeployment(context.address, { xmpp: finding.xmpp, sip: [] }),
  });
}

async function locateByHand(
  ports: LocatePorts,
  settings: Exclude<ManualSettings, { kind: 'automatic' }>,
  context: SignInContext,
): Promise<Outcome> {
  switch (settings.kind) {
    case 'cucm-imp':
      return { result: ok({ kind: 'imp', servers: [parseServer(settings.server)] }), details: [] };
    case 'cucm':
      return {
        result: ok({ kind: 'cucm-manual', nodes: phoneNodes(settings), tftp: settings.tftp }),
        details: [],
      };
    case 'standards': {
      const accounts = readManualAccounts(settings);
      return accounts.ok
        ? completeByRecords(ports, accounts.value, context)
        : { result: accounts, details: [] };
    }
  }
}

/** Phone mode: the device list's hosts are the nodes to ask; without any, the TFTP hosts (one node often is all three). */
function phoneNodes({ tftp, ccmcip }: Extract<ManualSettings, { kind: 'cucm' }>): readonly HostPort[] {
  const hosts = ccmcip.length > 0 ? ccmcip : tftp.map((server) => server.replace(/:\d+$/, ''));
  return hosts.filter((host) => host.trim() !== '').map((host) => parseServer(host));
}

/** Looks up the servers that a hand-made account left open. */
async function completeByRecords(
  ports: LocatePorts,
  accounts: ManualAccounts,
  context: SignInContext,
): Promise<Outcome> {
  const [xmpp, sip] = await Promise.all([
    accounts.xmpp && !accounts.xmpp.targets
      ? ports.discovery.findStandards(accounts.xmpp.address.domain, context)
      : undefined,
    accounts.sip && !accounts.sip.registrars
      ? ports.discovery.findStandards(accounts.sip.address.domain, context)
      : undefined,
  ]);
  const details = [...(xmpp?.details ?? []), ...(sip?.details ?? [])];
  const error = xmpp?.error ?? sip?.error;
  if (error) return { result: { ok: false, error }, details };
  const targets = xmpp?.finding && 'xmpp' in xmpp.finding ? xmpp.finding.xmpp : accounts.xmpp?.targets;
  const registrars = sip?.finding?.kind === 'standards' ? sip.finding.sip : accounts.sip?.registrars;
  const isOpen = (accounts.xmpp && !targets?.length) || (accounts.sip && !registrars?.length);
  if (isOpen) return { result: fail('discovery.no-records', { domain: context.address.domain }), details };
  const complete: ManualAccounts = {
    ...(accounts.xmpp && { xmpp: { ...accounts.xmpp, ...(targets && { targets }) } }),
    ...(accounts.sip && { sip: { ...accounts.sip, ...(registrars && { registrars }) } }),
  };
  return { result: ok({ kind: 'standards', deployment: manualDeployment(complete) }), details };
}

/** `host` or `host:port`, as a person types a server. */
export function parseServer(text: string, defaultPort = CISCO_HTTPS_PORT): HostPort {
  const [, host = text.trim(), port] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text.trim()) ?? [];
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: port === undefined ? defaultPort : Number(port) };
}

function nameOf(located: Located): string {
  switch (located.kind) {
    case 'cucm':
      return located.uds[0]?.host ?? '';
    case 'imp':
      return located.servers[0]?.host ?? '';
    case 'cucm-manual':
      return located.nodes[0]?.host ?? '';
    case 'standards':
      return located.deployment.xmpp?.targets[0]?.host ?? located.deployment.sip?.registrars[0]?.host ?? '';
  }
}
