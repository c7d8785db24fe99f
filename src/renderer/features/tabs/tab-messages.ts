import * as z from 'zod/mini';

/** What pages may ask of the app, by messages to `window.top` (docs/admin/custom-tabs.md). Every message has `parlance: 1`. */
const common = { parlance: z.literal(1), id: z.union([z.number(), z.string().check(z.maxLength(64))]) };

const address = z.string().check(z.minLength(3), z.maxLength(200), z.regex(/^[^\s@]+@[^\s@]+$/));
const MOST_ADDRESSES = 100;

export const tabRequestSchema = z.discriminatedUnion('method', [
  z.strictObject({ ...common, method: z.literal('hello') }),
  z.strictObject({ ...common, method: z.literal('locale') }),
  /** Those who are watched take the place of those before. */
  z.strictObject({
    ...common,
    method: z.literal('watchPresence'),
    params: z.strictObject({ addresses: z.array(address).check(z.maxLength(MOST_ADDRESSES)) }),
  }),
  /** Empty, 1 to 999, or two letters. */
  z.strictObject({
    ...common,
    method: z.literal('setBadge'),
    params: z.strictObject({ value: z.string().check(z.regex(/^([1-9]\d{0,2}|[\p{L}\p{N}!?]{1,2})?$/u)) }),
  }),
  /** A link as other programs give them: a call is asked about, a chat is opened. */
  z.strictObject({
    ...common,
    method: z.literal('open'),
    params: z.strictObject({ url: z.string().check(z.maxLength(2000)) }),
  }),
]);
export type TabRequest = z.infer<typeof tabRequestSchema>;

/** Why a request was not done. */
export type TabRefusal = 'not-understood' | 'too-many' | 'not-shown' | 'not-allowed' | 'failed';

export interface TabReply {
  readonly parlance: 1;
  readonly id: number | string;
  readonly result?: unknown;
  readonly error?: TabRefusal;
}

export type TabEvent =
  | { readonly parlance: 1; readonly event: 'selected' | 'deselected' }
  | { readonly parlance: 1; readonly event: 'locale'; readonly locale: TabLocale }
  | { readonly parlance: 1; readonly event: 'presence'; readonly people: readonly TabPerson[] };

export interface TabLocale {
  /** As in BCP 47. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly theme: string;
}

export interface TabPerson {
  readonly address: string;
  /** `unknown`: not in the person's contact list. */
  readonly show: string;
}
