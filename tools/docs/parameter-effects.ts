/** What a parameter does in this version. */
export interface ParameterEffect {
  /** False: the table in `src` promises an effect that is not there yet, and `text` says what happens instead. */
  readonly isObeyed: boolean;
  readonly text: string;
}

/** One entry for each parameter that names a requirement in `src/shared/deployment/parameters.ts`. */
export const parameterEffects: Readonly<Record<string, ParameterEffect>> = {
  ConfigRefetchInterval: {
    isObeyed: false,
    text: 'Configuration is fetched again every eight hours, an hour more or less, whatever is set.',
  },
  DirectoryServerType: {
    isObeyed: false,
    text: 'UDS is the directory wherever there is a Unified CM; LDAP is not there yet.',
  },
  PresenceDomain: {
    isObeyed: true,
    text: 'Domain of chat addresses where the sign-in at IM and Presence does not tell it.',
  },
  PresenceServerAddress: {
    isObeyed: false,
    text: 'The chat servers are those of the user’s record, else those of the service profile.',
  },
  ServiceDiscoveryExcludedServices: {
    isObeyed: true,
    text: 'From the next sign-in on: words of WEBEX, CUCM, CUP, each leaving out its own look-up; all three: none is made and the person is asked.',
  },
  Telephony_Enabled: {
    isObeyed: true,
    text: 'False: no phone; its step is skipped, calls are not offered, call links say so.',
  },
  UdsServer: {
    isObeyed: true,
    text: 'Searched first, as `https://<value>:8443/cucm-uds`, before the nodes of the cluster.',
  },
  VoiceServicesDomain: {
    isObeyed: true,
    text: 'From the next sign-in on, `_cisco-uds`, `_cuplogin` and `_collab-edge` are asked for in this domain.',
  },
};
