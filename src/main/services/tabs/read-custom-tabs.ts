import * as z from 'zod/mini';
import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import type { CustomTab } from '../../../shared/domain/custom-tab.ts';

/** A tab with what only main knows: the address, and the hosts that it may lead to. */
export interface TabPage {
  readonly tab: CustomTab;
  readonly url: string;
  /** Origins that its frame may show. */
  readonly origins: readonly string[];
}

/** As `jabber-plugin-config` is kept: a list, one entry a page (cisco-uc 16.3). */
const pagesSchema = z.array(z.object({ title: z.string(), url: z.string(), isRefreshed: z.boolean() }));

/** More do not fit beside the lists (blueprint 3.2). */
const MOST = 10;
const LONGEST_TITLE = 40;

/** Who uses the tabs, for the variables in their addresses. */
export interface TabUser {
  /** `alice@example.test` */
  readonly address: string;
}

/**
 * The tabs that the administrator has configured, in their order. HTTPS only, without a name and password in the address;
 * where `CustomTabHosts` names hosts, only those. What is not allowed is left out and named in `refused` (X6).
 */
export function readCustomTabs(
  configuration: EffectiveConfiguration,
  user: TabUser,
): { readonly pages: readonly TabPage[]; readonly refused: readonly string[] } {
  const allowed = hostsOf(configuration.text('CustomTabHosts'));
  const pages: TabPage[] = [];
  const refused: string[] = [];
  for (const { title, url, isRefreshed } of givenPages(configuration)) {
    const address = URL.parse(withVariables(url, user));
    const isFit =
      address?.protocol === 'https:' &&
      // Names and numbers of hosts only: the rest has a meaning in the policy of the page.
      /^[a-z0-9.-]+$/.test(address.hostname) &&
      address.username === '' &&
      address.password === '' &&
      (allowed.length === 0 || allowed.some((host) => isWithin(address.hostname, host)));
    if (!address || !isFit || pages.length === MOST) {
      refused.push(title);
      continue;
    }
    const position = pages.length;
    pages.push({
      tab: {
        id: `tab-${position}`,
        title: title.slice(0, LONGEST_TITLE) || address.hostname,
        position,
        isRefreshed,
        host: address.hostname,
      },
      url: address.href,
      origins: [address.origin, ...allowed.map((host) => `https://${host}`)],
    });
  }
  return { pages, refused };
}

function givenPages(configuration: EffectiveConfiguration): z.infer<typeof pagesSchema> {
  const row = configuration.values.find(({ name }) => name === 'jabber-plugin-config');
  // Links come from anywhere; a page beside the lists must not.
  if (!row || row.value === '' || row.source === 'link') return [];
  try {
    return pagesSchema.safeParse(JSON.parse(row.value)).data ?? [];
  } catch {
    return [];
  }
}

/** `${UserID}` is what stands before the `@`; whatever it holds stays one value of the address. */
function withVariables(url: string, { address }: TabUser): string {
  const values: Readonly<Record<string, string>> = {
    userid: address.split('@', 1)[0] ?? '',
    useraddress: address,
  };
  return url.replace(/\$\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(values[name.toLowerCase()] ?? ''),
  );
}

/** `intranet.example.test`, or `*.example.test` for every name below it. */
function hostsOf(list: string): readonly string[] {
  return list
    .split(/[;,\s]+/)
    .map((host) => host.toLowerCase())
    .filter((host) => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host));
}

function isWithin(name: string, host: string): boolean {
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host;
}
