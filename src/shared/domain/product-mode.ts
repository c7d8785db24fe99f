import * as z from 'zod/mini';

/** What a deployment gives its people (A6, T1). */
export const productModes = [
  'full-uc',
  'im-only',
  'phone-only',
  'phone-with-contacts',
  'hybrid',
  'cloud',
  'team-messaging',
] as const;
export const productModeSchema = z.enum(productModes);
export type ProductMode = z.infer<typeof productModeSchema>;

/** What the sign-in found out, as far as the mode depends on it. */
export interface ModeFacts {
  /** A chat account at an on-premises or standards server. */
  readonly hasChat: boolean;
  /** A softphone with a line, at a server of ours. */
  readonly hasPhone: boolean;
  /** `Telephony_Enabled`; off takes the phone away (cisco-uc 4.5). Default on. */
  readonly isTelephonyEnabled?: boolean;
  /** `PRODUCT_MODE=phone_mode`, or phone mode set by hand (T1): chat is not wanted even where a server has it. */
  readonly isPhoneProduct?: boolean;
  /**
   * Where people write to each other in the cloud instead: Webex Messenger (product type of the service profile, or CAS)
   * or the Webex app (team messaging). Its own service is not in 1.0.
   */
  readonly cloud?: 'messenger' | 'team-messaging';
}

/**
 * The mode of a deployment; `undefined`: there is nothing to sign in to. On-premises services are used where they are
 * there; the cloud's are named. That a phone product with a chat account keeps its contact list is inferred from the
 * guides' "phone mode with contacts".
 */
export function productModeOf(facts: ModeFacts): ProductMode | undefined {
  const { hasChat, cloud, isPhoneProduct = false, isTelephonyEnabled = true } = facts;
  const hasPhone = facts.hasPhone && isTelephonyEnabled;
  if (cloud === 'team-messaging') return 'team-messaging';
  if (cloud === 'messenger' && !hasChat) return hasPhone ? 'hybrid' : 'cloud';
  if (isPhoneProduct) {
    if (!hasPhone) return undefined;
    return hasChat ? 'phone-with-contacts' : 'phone-only';
  }
  if (hasChat) return hasPhone ? 'full-uc' : 'im-only';
  return hasPhone ? 'phone-only' : undefined;
}

/** A section of the hub that a mode may have. */
export type ModeSection = 'contacts' | 'chats' | 'calls';

/** What a mode offers; tabs, menus, buttons, keys and links show nothing else (A6). */
export interface ModeOffers {
  /** In the order of the rail; the hub opens at the first. Settings are always there, last. Empty: no hub, see `elsewhere`. */
  readonly sections: readonly ModeSection[];
  /** Dialling, answering, the call history, and the links `tel:`, `sip:`, `ciscotel:`. */
  readonly hasCalls: boolean;
  /** Writing to people, and the links `xmpp:`, `im:`. */
  readonly hasChats: boolean;
  /** A list of contacts on the server that can be changed. */
  readonly hasContactList: boolean;
  /** Status of oneself to set and of others to see. */
  readonly hasPresence: boolean;
  /** Where the rest is: explained (Webex Messenger), or handed over by link (the Webex app). */
  readonly elsewhere?: 'webex-messenger' | 'webex-app';
}

const everything = { hasCalls: true, hasChats: true, hasContactList: true, hasPresence: true } as const;
const callsOnly = { hasCalls: true, hasChats: false, hasContactList: false, hasPresence: false } as const;
const nothing = { ...callsOnly, hasCalls: false } as const;

const table: Readonly<Record<ProductMode, ModeOffers>> = {
  'full-uc': { ...everything, sections: ['contacts', 'chats', 'calls'] },
  'im-only': { ...everything, hasCalls: false, sections: ['contacts', 'chats'] },
  'phone-only': { ...callsOnly, sections: ['calls'] },
  'phone-with-contacts': { ...everything, hasChats: false, sections: ['calls', 'contacts'] },
  hybrid: { ...callsOnly, sections: ['calls'], elsewhere: 'webex-messenger' },
  cloud: { ...nothing, sections: [], elsewhere: 'webex-messenger' },
  'team-messaging': { ...callsOnly, sections: ['calls'], elsewhere: 'webex-app' },
};

export function offersOf(mode: ProductMode): ModeOffers {
  return table[mode];
}
