/** What a parameter does in this version: a sentence for each that has an effect in `src/shared/deployment/parameters.ts`. */
export const parameterEffects: Readonly<Record<string, string>> = {
  PresenceDomain: 'Domain of chat addresses where the sign-in at IM and Presence does not tell it.',
  ServiceDiscoveryExcludedServices:
    'From the next sign-in on: words of WEBEX, CUCM, CUP, each leaving out its own look-up; all three: none is made and the person is asked.',
  Telephony_Enabled: 'False: no phone; its step is skipped, calls are not offered, call links say so.',
  UdsServer: 'Searched first, as `https://<value>:8443/cucm-uds`, before the nodes of the cluster.',
  VoiceServicesDomain:
    'From the next sign-in on, `_cisco-uds`, `_cuplogin` and `_collab-edge` are asked for in this domain.',
};
