import type { CiscoAccounts } from './accounts.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import type { CiscoUser } from './model.ts';
import type { LabVoicemail, LeftMessage } from './unity-connection.ts';

interface Boxes {
  of(username: string): readonly LabVoicemail[];
  leave(username: string, left: LeftMessage): LabVoicemail;
}

const REFUSED: LabReply = {
  status: 400,
  headers: { 'Content-Type': 'application/xml' },
  body: '<ErrorDetails/>',
};

/**
 * `POST /vmrest/messages` (CUMI guide): message, recipients, sound, in this order; `messageid` passes on. Refusals are LAB choices: 400
 * for an address that no mailbox has, for nothing to hear, and for passing on what is private.
 */
export function sendMessage(
  request: LabRequest,
  username: string,
  accounts: CiscoAccounts,
  boxes: Boxes,
): LabReply {
  const [message, recipients, sound] = partsOf(request);
  const sender = accounts.find(username);
  if (!message || !recipients || !sender) return REFUSED;
  const people = peopleIn(recipients.body.toString('utf8'), accounts.all);
  const id = request.query.get('messageid');
  const source = id === null ? undefined : boxes.of(username).find((each) => each.id === id);
  if (people === undefined || (id !== null && (!source || source.isPrivate)) || (!sound && !source))
    return REFUSED;
  if (sound && !(sound.type === 'audio/wav' && sound.body.subarray(0, 4).toString() === 'RIFF'))
    return REFUSED;
  const text = message.body.toString('utf8');
  const heard = sound?.body ?? source?.sound ?? Buffer.alloc(0);
  for (const person of people)
    boxes.leave(person.username, {
      ...{ callerName: sender.displayName, callerNumber: sender.phoneNumber ?? '', sound: heard },
      durationMs: Math.round(Math.max(0, heard.length - 44) / 16),
      isUrgent: text.includes('<Priority>Urgent</Priority>'),
      isPrivate: text.includes('<Sensitivity>Private</Sensitivity>'),
      ...(sound && source && { passedOn: source.sound }),
    });
  return { status: 201, body: '' };
}

/** Undefined: one of them has no mailbox here. */
function peopleIn(xml: string, users: readonly CiscoUser[]): readonly CiscoUser[] | undefined {
  const addresses = [...xml.matchAll(/<(DtmfAccessId|SmtpAddress)>([^<]+)</g)].map(([, kind, address]) =>
    users.find((user) => (kind === 'DtmfAccessId' ? user.phoneNumber : user.email) === address),
  );
  const known = addresses.filter((user) => user !== undefined);
  return known.length > 0 && known.length === addresses.length ? known : undefined;
}

function partsOf({
  headers,
  bytes,
}: LabRequest): readonly { readonly type: string; readonly body: Buffer }[] {
  const boundary = /^multipart\/[\w-]+;\s*boundary=(.+)$/i.exec(String(headers['content-type'] ?? ''))?.[1];
  if (boundary === undefined || !bytes) return [];
  const parts = [];
  let at = bytes.indexOf(`--${boundary}\r\n`);
  while (at !== -1) {
    const start = bytes.indexOf('\r\n\r\n', at);
    const end = bytes.indexOf(`\r\n--${boundary}`, start);
    if (start === -1 || end === -1) break;
    const type = /content-type:\s*([^\r;]+)/i.exec(bytes.subarray(at, start).toString('latin1'))?.[1] ?? '';
    parts.push({ type: type.trim().toLowerCase(), body: bytes.subarray(start + 4, end) });
    at = bytes.indexOf(`--${boundary}\r\n`, end);
  }
  return parts;
}
