import type { ManualSettings } from '../../../shared/domain/session.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Detail } from '../discovery/ask-records.ts';
import type { Discovery } from '../discovery/create-discovery.ts';
import type { HostPort } from '../discovery/interpret-answers.ts';
import type { Located } from './locate-services.ts';
import { parseServer } from './parse-server.ts';
import type { SignInContext } from './sign-in-context.ts';
import { type ManualAccounts, manualDeployment, readManualAccounts } from './standards-deployment.ts';

interface Outcome {
  readonly result: Result<Located>;
  readonly details: readonly Detail[];
}

/** Webex only says which CAS to ask; its records are looked for as ever. */
export type ServersByHand = Exclude<ManualSettings, { kind: 'automatic' | 'webex' }>;

/** The servers that a person entered in Advanced settings (D12); records are asked only for what was left open. */
export async function locateByHand(
  ports: { readonly discovery: Pick<Discovery, 'findStandards'> },
  settings: ServersByHand,
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
  ports: { readonly discovery: Pick<Discovery, 'findStandards'> },
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
