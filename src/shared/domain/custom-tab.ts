import * as z from 'zod/mini';

/** A page of the organisation's, or of the person's own, beside the lists (X6). What it shows comes through a door that main opens for its host. */
export const customTabSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Where it stands among the tabs, from 0. */
  position: z.number(),
  /** Loaded anew whenever it is chosen; else it stays as it was left. */
  isRefreshed: z.boolean(),
  /** Loaded before it is chosen for the first time. */
  isPreloaded: z.optional(z.boolean()),
  /** Host that it comes from, for the person to see. */
  host: z.string(),
  /** The person has put it there. */
  isOwn: z.optional(z.boolean()),
  /** A small picture, as a `data:` address. */
  icon: z.optional(z.string()),
  /** Origins whose pages may ask for functions of the app, `https://*.host` for all below; none: none may. */
  mayAsk: z.array(z.string()),
  /** Another number: the page is to be loaded anew. */
  turn: z.number(),
});
export type CustomTab = z.infer<typeof customTabSchema>;

/** A page that the person puts beside the lists. */
export const ownTabSchema = z.object({
  title: z.string().check(z.maxLength(40)),
  url: z.string().check(z.maxLength(2000)),
});
export type OwnTab = z.infer<typeof ownTabSchema>;
export const MOST_OWN_TABS = 5;

/** Parts of a web address, as `URL.parse` gives them. */
export interface AddressParts {
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
}

/** Whether a page there can be shown at all: HTTPS, without name and password, a host that has no meaning in a policy. */
export function isTabAddress<A extends AddressParts>(address: A | null): address is A {
  return (
    address?.protocol === 'https:' &&
    address.username === '' &&
    address.password === '' &&
    /^[a-z0-9.-]+$/.test(address.hostname)
  );
}
