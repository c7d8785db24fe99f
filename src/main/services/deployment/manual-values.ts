import type { ConfiguredValue } from '../../../shared/deployment/effective-configuration.ts';
import type { ManualSettings } from '../../../shared/domain/session.ts';

const SECTION = 'Manual';

/** Settings made by hand, under the names that the other sources use, so that one table shows all (A4). */
export function manualValues(settings: ManualSettings | undefined): readonly ConfiguredValue[] {
  switch (settings?.kind) {
    case 'cucm-imp':
      return named({ AUTHENTICATOR: ['CUP'], PresenceServerAddress: [settings.server] });
    case 'cucm':
      return named({
        AUTHENTICATOR: ['CUCM'],
        PRODUCT_MODE: ['phone_mode'],
        TftpServer: settings.tftp,
        CcmcipServer: settings.ccmcip,
        CtiServer: settings.cti,
      });
    case 'webex':
      return named({ AUTHENTICATOR: ['WEBEX'], CasHost: settings.casUrl === '' ? [] : [settings.casUrl] });
    default:
      // Standards accounts have no parameters of Cisco's; Automatic sets nothing.
      return [];
  }
}

/** A list becomes `Name1`, `Name2` …, a single value keeps its name. */
function named(lists: Readonly<Record<string, readonly string[]>>): readonly ConfiguredValue[] {
  const numbered = /Server$/;
  return Object.entries(lists).flatMap(([name, values]) =>
    values.map((value, index) => ({
      name: numbered.test(name) ? `${name}${index + 1}` : name,
      section: SECTION,
      value,
    })),
  );
}
