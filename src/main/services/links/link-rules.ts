import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { defaultLinkLimit, type LinkLimit } from './link-limit.ts';
import type { Link, LinkScheme } from './parse-link.ts';

/** What the administrator has decided about links (X3; cisco-uc 4.5). */
export interface LinkRules {
  /** Whether links of this scheme are acted on at all. */
  isHandled(scheme: string): boolean;
  /** Whether the person is asked before this call. Emergency numbers are always asked about. */
  asksBefore(link: Extract<Link, { kind: 'dial' | 'conference' }>): boolean;
  /** Absent: the administrator has taken the limit away. Setup links are counted by themselves. */
  limitOf(scheme: string): LinkLimit | undefined;
}

const handledBy: Readonly<Partial<Record<LinkScheme, string>>> = {
  tel: 'EnableTelProtocol',
  ciscotel: 'EnableCiscoTelProtocol',
  ciscotelconf: 'EnableCiscoTelConfProtocol',
  clicktocall: 'EnableClickToCallProtocol',
  sip: 'EnableSIPProtocol',
  sips: 'EnableSIPProtocol',
  im: 'EnableIMProtocol',
  ciscoim: 'EnableCiscoIMProtocol',
  xmpp: 'EnableXMPPProtocol',
  ciscojabber: 'EnableProvisionProtocol',
  parlance: 'EnableProvisionProtocol',
};

/** The question before a call can be taken away where the guides name a parameter for it; elsewhere it always comes. */
const askedBy: Readonly<Partial<Record<LinkScheme, string>>> = {
  tel: 'EnableTelProtocolPopupWindow',
  ciscotel: 'CiscoTelProtocolPermissionEnabled',
  ciscotelconf: 'CiscoTelProtocolPermissionEnabled',
  clicktocall: 'ClickToCallProtocolPermissionEnabled',
};

/** Reads them from the configuration. What a setup link says never counts: links do not decide what links may do. */
export function linkRules(configuration: EffectiveConfiguration): LinkRules {
  const isOff = (name: string | undefined): boolean => {
    const row = configuration.values.find((each) => each.name === name);
    return row !== undefined && row.value === 'false' && row.source !== 'link';
  };
  return {
    isHandled: (scheme) => !isOff((handledBy as Readonly<Record<string, string>>)[scheme]),
    asksBefore: ({ scheme, isEmergency }) => isEmergency || !isOff(askedBy[scheme]),
    limitOf(scheme) {
      if (isSetup(scheme))
        return limitFrom(configuration, 'ProvisionProtocolRateLimit', 'ProvisionProtocolTimeLimit');
      return isOff('EnableTelephonyProtocolRateLimit')
        ? undefined
        : limitFrom(configuration, 'TelephonyProtocolRateLimit', 'TelephonyProtocolTimeLimit');
    },
  };
}

/** Links that set Parlance up. */
export const isSetup = (scheme: string): boolean => scheme === 'ciscojabber' || scheme === 'parlance';

function limitFrom(configuration: EffectiveConfiguration, count: string, seconds: string): LinkLimit {
  return {
    count: configuration.number(count) ?? defaultLinkLimit.count,
    windowMs: 1000 * (configuration.number(seconds) ?? defaultLinkLimit.windowMs / 1000),
  };
}
