import {
  createVoicemailService,
  type VoicemailPorts,
  type VoicemailService,
} from '../services/voicemail/create-voicemail.service.ts';
import type { Foundation } from './create-foundation.ts';

/** The mailbox, joined to the phone that says when something waits there, and to the network. */
export function createVoicemail(
  { host, engines, common }: Pick<Foundation, 'host' | 'engines' | 'common'>,
  parts: Pick<VoicemailPorts, 'server' | 'resolveParty' | 'mayForward'>,
): VoicemailService {
  const service = createVoicemailService({
    ...common,
    ...parts,
    secrets: host.secrets,
    sip: engines.sip,
    log: host.log.child('voicemail'),
  });
  host.network.onChange((change) => change !== 'offline' && change !== 'suspending' && service.nudge());
  return service;
}
