import { type XmlElement, xml } from '../embedded/xml/element.ts';
import type { CiscoAccounts, ForwardedTo } from './accounts.ts';
import { guid } from './guid.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import type { CiscoUser } from './model.ts';
import { udsError } from './uds-reply.ts';

/** cisco-uc.md 2.7: of what may be changed the lab knows forwarding; a destination that no phone could dial is refused. */
export function changeUser(
  world: { readonly accounts: CiscoAccounts },
  request: LabRequest,
  user: CiscoUser,
): LabReply {
  const { body } = request;
  const value = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';
  if (!body.includes('<callForwardAllDestination')) return udsError(400, 'Nothing that may be changed');
  const destination = value('destination');
  if (!/^[\d+*#]*$/.test(destination)) return udsError(400, 'Invalid destination');
  world.accounts.forwards.set(caller(user), {
    isVoicemail: value('sendToVoiceMailPilotNumber') === 'true',
    destination,
  });
  return { status: 204, body: '' };
}

export const caller = (user: CiscoUser): string => user.username.toLowerCase();

/** cisco-uc.md 2.9, minimal. */
export function extension(
  line: { readonly number: string; readonly voicemailNumber?: string },
  isPrimary: boolean,
  forwarded: ForwardedTo = { isVoicemail: false, destination: '' },
): XmlElement {
  const forward = xml(
    'callForwardAllDestination',
    '',
    {},
    xml('sendToVoiceMailPilotNumber', '', {}, String(forwarded.isVoicemail)),
    xml('sendToCustomDestination', '', {}, forwarded.destination),
  );
  const field = (name: string, value: string): XmlElement => xml(name, '', {}, value);
  return xml(
    'extension',
    '',
    { isPrimary: String(isPrimary) },
    field('id', guid(`line ${line.number}`)),
    field('directoryNumber', line.number),
    field('label', line.number),
    field('voiceMailPilotNumber', line.voicemailNumber ?? ''),
    forward,
  );
}
