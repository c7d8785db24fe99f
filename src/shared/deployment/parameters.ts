import type { Parameter } from './parameter.ts';
import { clientParameters } from './parameters/client.ts';
import { directoryParameters } from './parameters/directory.ts';
import { optionsParameters } from './parameters/options.ts';
import { phoneParameters } from './parameters/phone.ts';
import { policiesParameters } from './parameters/policies.ts';
import { presenceParameters, voicemailParameters } from './parameters/presence-and-voicemail.ts';

/** Parameters that this version acts on, each with the promise it serves. All others are read, kept and shown. */
const effects: Readonly<Record<string, string>> = {
  ConfigRefetchInterval: 'D11',
  DirectoryServerType: 'C1',
  PresenceDomain: 'A12',
  PresenceServerAddress: 'D12',
  ServiceDiscoveryExcludedServices: 'D7',
  Telephony_Enabled: 'A6',
  UdsServer: 'C1',
  VoiceServicesDomain: 'D4',
};

/** Every parameter, in the order of its section. The admin view and the documentation come from this table. */
export const allParameters: readonly Parameter[] = [
  ...clientParameters,
  ...optionsParameters,
  ...phoneParameters,
  ...policiesParameters,
  ...presenceParameters,
  ...voicemailParameters,
  ...directoryParameters,
].map((parameter) => {
  const requirement = Object.hasOwn(effects, parameter.name) ? effects[parameter.name] : undefined;
  return requirement === undefined ? parameter : { ...parameter, requirement };
});

const byName = new Map(allParameters.map((parameter) => [parameter.name.toLowerCase(), parameter]));

/**
 * The parameter of that name. Letter case does not count (several are in circulation in two spellings); the old prefixes
 * BDI and EDI stand for the directory's own (cisco-uc 4.1).
 */
export function findParameter(name: string): Parameter | undefined {
  const plain = name.trim().toLowerCase();
  return byName.get(plain) ?? byName.get(plain.replace(/^[be]di/, ''));
}
