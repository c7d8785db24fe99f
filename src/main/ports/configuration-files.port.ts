import type { ConfiguredValue } from '../../shared/deployment/effective-configuration.ts';
import type { DialRule } from '../../shared/domain/dial-rule.ts';
import type { Result } from '../../shared/errors/result.ts';
import type { RequestCall } from './im-presence.port.ts';
import type { SipAccount, SipTimers } from './sip.port.ts';

/** A server of a service profile, in the profile's order. */
export interface ProfileServer {
  readonly host: string;
  readonly port?: number;
  readonly protocol?: string;
}

export type ProfileService = 'im-presence' | 'voicemail' | 'mailstore' | 'cti' | 'conferencing' | 'directory';

/** A service profile as the tolerant reader understood it (cisco-uc 3.3). A service that is missing is not configured. */
export interface ServiceProfile {
  readonly servers: Readonly<Partial<Record<ProfileService, readonly ProfileServer[]>>>;
  /** Product of the IM and Presence service: `webex` means that chat lives in the cloud (A1). */
  readonly imProduct: 'on-premises' | 'webex' | 'none';
  /** Values that count as parameters, those of a Jabber Client Configuration service among them. */
  readonly values: readonly ConfiguredValue[];
}

/** jabber-config.xml, a group file, or a profile's own configuration. */
export interface ClientConfiguration {
  readonly values: readonly ConfiguredValue[];
  /** What was wrong with the file and was put up with: technical text with the line, for administrators. */
  readonly slips?: readonly string[];
}

export interface DeviceLine {
  readonly number: string;
  readonly displayName?: string;
  /** Name for digest authentication, where the line has one. */
  readonly authName?: string;
  /** UUID that must be the user part of the SIP Contact (cisco-uc 6.2). */
  readonly contactUser?: string;
  readonly voicemailNumber?: string;
}

/** A softphone's configuration file (cisco-uc 6.2). */
export interface DeviceConfiguration {
  /** Call managers in their order, then the site's survivable routers. */
  readonly registrars: SipAccount['registrars'];
  readonly timers?: SipTimers;
  /** Empty: the device has no number. */
  readonly lines: readonly DeviceLine[];
  readonly mediaPorts?: { readonly start: number; readonly stop: number };
  /** Seconds. */
  readonly expires?: number;
  /** Name of the group configuration file in the Cisco Support Field. */
  readonly groupFile?: string;
  /** 2 and 3 need a client certificate by CAPF, which this client cannot get. */
  readonly securityMode: 'none' | 'authenticated' | 'encrypted';
  /** `sipOAuthMode`: registers with an access token instead of a digest, at the port for it (cisco-uc 12.2). */
  readonly isOAuth?: boolean;
  /** Changes with every change by an administrator. */
  readonly versionStamp?: string;
}

/**
 * The configuration files of the TFTP service: HTTP first, then TFTP at the same host (A3). The addresses are tried in
 * order; `undefined` means that every server answered and none has the file. Failures: config.malformed, http.too-large,
 * config.unavailable (nobody answered), app.cancelled.
 */
export interface ConfigurationFiles {
  serviceProfile(
    addresses: readonly string[],
    call: RequestCall,
  ): Promise<Result<ServiceProfile | undefined>>;
  clientConfiguration(
    addresses: readonly string[],
    call: RequestCall,
  ): Promise<Result<ClientConfiguration | undefined>>;
  device(addresses: readonly string[], call: RequestCall): Promise<Result<DeviceConfiguration | undefined>>;
  /** Rules for numbers that are dialled, or looked up (cisco-uc 6.3), in their order. */
  dialRules(
    addresses: readonly string[],
    call: RequestCall,
  ): Promise<Result<readonly DialRule[] | undefined>>;
}
