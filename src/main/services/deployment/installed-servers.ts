import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';

/** Servers as the installer's switches name them (T1), `host` or `host:port`. */
export type InstalledServers =
  /** Chat at an IM and Presence server. */
  | { readonly kind: 'imp'; readonly server: string }
  /** Unified CM: the nodes to ask for the person's devices, and where the files are. */
  | {
      readonly kind: 'cucm';
      readonly nodes: readonly string[];
      readonly tftp: readonly string[];
      /** Not with `PRODUCT_MODE=phone_mode`. */
      readonly hasChat: boolean;
    }
  | { readonly kind: 'webex' };

/**
 * What `AUTHENTICATOR` and the switches beside it add up to (T1, "without DNS"): CUP wants CUP_ADDRESS, CUCM wants TFTP or
 * CCMCIP. With CUP and a TFTP server the person has a phone too, so that Unified CM is asked first and chat follows.
 * Absent: no servers are named.
 */
export function installedServers(
  configuration: EffectiveConfiguration,
): InstalledServers | { readonly problem: string } | undefined {
  const one = (name: string): readonly string[] => {
    const value = configuration.text(name);
    return value === '' ? [] : [value];
  };
  const [presence] = one('PresenceServerAddress');
  const tftp = [...one('TftpServer1'), ...one('TftpServer2')];
  const listed = [...one('CcmcipServer1'), ...one('CcmcipServer2')];
  // One node often is all three (T1): without a device list's host the files' host is asked.
  const nodes = listed.length > 0 ? listed : tftp.map((server) => server.replace(/:\d+$/, ''));
  const isPhoneMode = configuration.text('PRODUCT_MODE') === 'phone_mode';
  const cucm = { kind: 'cucm', nodes, tftp, hasChat: !isPhoneMode } as const;
  switch (configuration.text('AUTHENTICATOR')) {
    case 'CUP':
      if (presence === undefined) return { problem: 'AUTHENTICATOR: CUP without CUP_ADDRESS' };
      return nodes.length > 0 ? cucm : { kind: 'imp', server: presence };
    case 'CUCM':
      return nodes.length > 0 ? cucm : { problem: 'AUTHENTICATOR: CUCM without TFTP and CCMCIP' };
    case 'WEBEX':
      return { kind: 'webex' };
    default:
      return undefined;
  }
}
