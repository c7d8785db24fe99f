import type { AppProcess } from '../../e2e/fixtures/app-process.ts';
import type { RealLab, RealLabOptions } from '../../lab/real/office.ts';
import { labBrowser } from '../../test/fakes/lab-browser.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { type End, type Floor, floors, type Start } from './floors.ts';

/** A kind of office, and how one gets in there. */
export interface Site {
  readonly name: string;
  readonly options: RealLabOptions;
  /** What has to be up, with the least that it takes. */
  readonly ends: Readonly<Partial<Record<End, Readonly<Record<Start, Floor>>>>>;
  /** Once, before anybody signs in. */
  prepare?(lab: RealLab): Promise<void>;
  /** What the person has to do at a page, if the app shows one; gives how long that took, ms. */
  visit?(lab: RealLab, app: AppProcess): Promise<number>;
}

const SSO = { sso: 'enabled', oauth: { hasRefreshFlow: true, policy: { rotates: true } } } as const;

export const sites: readonly Site[] = [
  { name: 'plain', options: {}, ends: floors.plain },
  { name: 'phone', options: {}, ends: floors.phone, prepare: leaveOnlyPhones },
  { name: 'cisco', options: { cisco: true }, ends: floors.cisco },
  { name: 'oauth', options: { cisco: SSO }, ends: floors.oauth, visit: visitProvider },
  {
    name: 'edge',
    options: { cisco: true, edge: 'relayed' },
    ends: floors.edge,
    prepare: async ({ edge }) => edge?.goOutside(),
  },
];

/** The domain's records name SIP over TLS and nothing else. */
async function leaveOnlyPhones({ dns, domain, plan: { sip } }: RealLab): Promise<void> {
  await dns.serve({
    srv: [{ name: `_sips._tcp.${domain}`, target: sip.name, port: sip.ports.tls }],
    hosts: { [sip.name]: sip.address },
  });
}

/** Signs in on the provider's page as soon as the app shows it; resolves at once when it never does. */
async function visitProvider(lab: RealLab, app: AppProcess): Promise<number> {
  const { cisco, ca } = lab;
  if (!cisco) throw new Error('the lab has no Cisco interfaces');
  const shown = await Promise.race([app.waitFor('sign-on'), app.waitFor('session')]);
  if (shown.mark !== 'sign-on') return 0;
  const startedAt = performance.now();
  const url = String(shown['url']);
  const redirectUri = new URL(url).searchParams.get('redirect_uri') ?? '';
  const browser = labBrowser(
    () => cisco,
    () => ca.pem,
  );
  browser.deeds.push({ kind: 'sign-in', user: 'alice', password: lab.person('alice').password });
  const visit = unwrap(await browser.open('browser', redirectUri));
  const page = {
    ...{ url, title: '', keepsCookies: false, kerberosServers: [], isPinned: () => true },
    signal: new AbortController().signal,
  };
  const outcome = unwrap(await visit.show(page));
  if (outcome.kind !== 'returned') throw new Error('the provider’s page led nowhere');
  await fetch(outcome.url);
  return performance.now() - startedAt;
}
