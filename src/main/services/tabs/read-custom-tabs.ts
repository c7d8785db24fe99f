import * as z from 'zod/mini';
import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import {
  type CustomTab,
  MOST_OWN_TABS,
  type OwnTab,
  isTabAddress,
} from '../../../shared/domain/custom-tab.ts';
import { isWithin, readHosts } from './tab-hosts.ts';

/** A tab with what only main knows: the address, and the hosts that it may lead to. */
export interface TabPage {
  readonly tab: CustomTab;
  readonly url: string;
  /** Origins that its frame may show. */
  readonly origins: readonly string[];
  /** Where its picture is. */
  readonly icon?: string;
}

/** As `jabber-plugin-config` is kept: a list, one entry a page (cisco-uc 16.3). */
const pagesSchema = z.array(
  z.object({
    title: z.string(),
    url: z.string(),
    isRefreshed: z.boolean(),
    isPreloaded: z.optional(z.boolean()),
    icon: z.optional(z.string()),
  }),
);
type GivenPage = z.infer<typeof pagesSchema>[number];

/** More do not fit beside the lists (blueprint 3.2). */
const MOST = 10;
const LONGEST_TITLE = 40;

/** Who uses the tabs, for the variables in their addresses. */
export interface TabUser {
  /** `alice@example.test` */
  readonly address: string;
  /** Pages that they put there themselves. */
  readonly own: readonly OwnTab[];
}

interface Allowed {
  /** None: those of the tabs themselves. */
  readonly shown: readonly string[];
  readonly asking: readonly string[];
}

/**
 * The tabs that the administrator has configured, in their order, then the person's own where `AllowUserCustomTabs` lets them.
 * HTTPS only, without a name and password in the address; where `CustomTabHosts` names hosts, only those. What is not allowed
 * is left out and named in `refused` (X6).
 */
export function readCustomTabs(
  configuration: EffectiveConfiguration,
  user: TabUser,
): { readonly pages: readonly TabPage[]; readonly refused: readonly string[] } {
  const allowed = {
    shown: readHosts(configuration.text('CustomTabHosts')),
    asking: askingHosts(configuration),
  };
  const pages: TabPage[] = [];
  const refused: string[] = [];
  for (const given of givenPages(configuration)) {
    const page = pages.length < MOST ? configuredPage(given, allowed, user, pages.length) : undefined;
    if (page) pages.push(page);
    else refused.push(given.title);
  }
  const own = configuration.isOn('AllowUserCustomTabs') ? user.own.slice(0, MOST_OWN_TABS) : [];
  for (const [at, given] of own.entries()) {
    const page = pageOf(given, allowed.shown, { id: `own-${at}`, position: pages.length });
    if (page) pages.push({ ...page, tab: { ...page.tab, isOwn: true } });
  }
  return { pages, refused };
}

function configuredPage(
  given: GivenPage,
  { shown, asking }: Allowed,
  user: TabUser,
  position: number,
): TabPage | undefined {
  const url = withVariables(given.url, user);
  const page = pageOf({ title: given.title, url }, shown, { id: `tab-${position}`, position });
  if (!page) return undefined;
  const icon = URL.parse(given.icon ?? '');
  const isIconAllowed =
    isTabAddress(icon) &&
    (icon.hostname === page.tab.host || shown.some((host) => isWithin(icon.hostname, host)));
  const { isRefreshed, isPreloaded } = given;
  return {
    ...page,
    tab: {
      ...page.tab,
      isRefreshed,
      ...(isPreloaded && !isRefreshed && { isPreloaded }),
      mayAsk: asking.map((host) => `https://${host}`),
    },
    ...(isIconAllowed && { icon: icon.href }),
  };
}

function pageOf(
  { title, url }: OwnTab,
  shown: readonly string[],
  place: { readonly id: string; readonly position: number },
): TabPage | undefined {
  const address = URL.parse(url);
  const isAllowed =
    isTabAddress(address) && (shown.length === 0 || shown.some((host) => isWithin(address.hostname, host)));
  if (!isAllowed) return undefined;
  return {
    tab: {
      ...place,
      title: title.slice(0, LONGEST_TITLE) || address.hostname,
      isRefreshed: false,
      host: address.hostname,
      mayAsk: [],
      turn: 0,
    },
    url: address.href,
    origins: [address.origin, ...shown.map((host) => `https://${host}`)],
  };
}

/** A link comes from anywhere: it neither brings pages nor lets them ask. */
function withoutLink(configuration: EffectiveConfiguration, name: string): string {
  const row = configuration.values.find((each) => each.name === name);
  return !row || row.source === 'link' ? '' : row.value;
}

const askingHosts = (configuration: EffectiveConfiguration): readonly string[] =>
  readHosts(withoutLink(configuration, 'CustomTabFunctionHosts'));

function givenPages(configuration: EffectiveConfiguration): readonly GivenPage[] {
  const value = withoutLink(configuration, 'jabber-plugin-config');
  if (value === '') return [];
  try {
    return pagesSchema.safeParse(JSON.parse(value)).data ?? [];
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
