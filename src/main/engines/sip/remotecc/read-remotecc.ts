import type { RemoteDialog, RemoteLine, RemoteNote } from '../../../ports/sip.port.ts';
import { childText, descendants, find, isNamed, textOf, type XmlElement } from '../../link/xml-document.ts';
import { parseXml } from '../../link/xml-document.ts';
import { bodyParts } from '../message/body-parts.ts';

interface WithBody {
  readonly body?: string;
  getHeader(name: string): string | undefined;
}

/** More parts, or lines, than a phone has. */
const MOST = 20;

/**
 * What the server says in a REFER (cisco-uc 13.2), in its order. Roots that are not known mean nothing, and damaged XML
 * means nothing either: both are answered as taken.
 */
export function readRemotecc(message: WithBody): readonly RemoteNote[] {
  return bodyParts(message)
    .filter(({ type }) => /x-cisco-remotecc-request\+xml/i.test(type))
    .slice(0, MOST)
    .flatMap(({ body }) => {
      const root = parsed(body);
      if (!root) return [];
      // Some releases send the request bare, others inside the root.
      const requests = isNamed(root, 'x-cisco-remotecc-request') ? root.children : [root];
      return requests.flatMap((request) => readRequest(request) ?? []);
    });
}

/** The code of a response (`<response><code>200</code>`), from the NOTIFY that reports on a soft key. */
export function readResponse(message: WithBody): { code: number; reason: string } | undefined {
  const body = bodyParts(message).find(({ type }) => /x-cisco-remotecc-response\+xml/i.test(type))?.body;
  const root = body === undefined ? undefined : parsed(body);
  const code = root && textOf(root, 'code');
  if (!root || code === undefined || !/^\d{3}$/.test(code)) return undefined;
  return { code: Number(code), reason: (textOf(root, 'reason') ?? '').slice(0, 200) };
}

function readRequest(request: XmlElement): RemoteNote | undefined {
  switch (request.name.toLowerCase()) {
    case 'bulkupdate':
      return { kind: 'lines', lines: descendants(request, 'contact').slice(0, MOST).map(readLine) };
    case 'cfwdallupdate':
      return {
        kind: 'lines',
        lines: [{ line: numberOf(request, 'linenumber') ?? 1, forward: readForward(request) }],
      };
    case 'dndupdate':
      return { kind: 'do-not-disturb', isOn: /^enable/i.test(textOf(request, 'state') ?? '') };
    case 'hlogupdate':
      return { kind: 'hunt', isIn: isOn(textOf(request, 'status')) };
    case 'statuslineupdatereq':
      return { kind: 'status', text: readable(textOf(request, 'statustext') ?? '') };
    case 'notifyreq':
      return {
        kind: 'result',
        feature: (textOf(request, 'feature') ?? '').slice(0, 40),
        isDone: /^complete/i.test(textOf(request, 'status') ?? ''),
      };
    case 'holdretrievereq':
      return withDialog('resume', request);
    case 'answercallreq':
      return withDialog('answer', request);
    case 'initiatecallreq': {
      const target = textOf(request, 'dialstring') ?? '';
      return /^[\w+*#.@-]{1,100}$/.test(target) ? { kind: 'dial', target } : undefined;
    }
    default:
      return undefined;
  }
}

function withDialog(kind: 'resume' | 'answer', request: XmlElement): RemoteNote | undefined {
  const dialog = find(request, 'dialogid');
  const callId = dialog && textOf(dialog, 'callid');
  if (!dialog || callId === undefined || callId === '') return undefined;
  const named: RemoteDialog = {
    callId,
    localTag: textOf(dialog, 'localtag') ?? '',
    remoteTag: textOf(dialog, 'remotetag') ?? '',
  };
  return { kind, dialog: named };
}

function readLine(contact: XmlElement): RemoteLine {
  const waiting = childText(contact, 'mwi');
  const voice = find(contact, 'voice-msg');
  const forward = find(contact, 'cfwdallupdate');
  return {
    line: Number(contact.attributes.get('line') ?? '') || 1,
    ...(waiting !== undefined && { hasMessages: isOn(waiting) }),
    ...(voice && { messages: { fresh: countOf(voice, 'new'), old: countOf(voice, 'old') } }),
    ...(forward && { forward: readForward(forward) }),
  };
}

function readForward(element: XmlElement): NonNullable<RemoteLine['forward']> {
  const isVoicemail = isOn(textOf(element, 'tovoicemail'));
  const to = (textOf(element, 'fwdaddress') ?? '').slice(0, 100);
  if (isVoicemail) return { kind: 'voicemail' };
  return to === '' ? { kind: 'off' } : { kind: 'to', target: to };
}

/** Bytes 0x80 and a character are entries of the phone's own dictionary (cisco-uc 13.2): in words, or left out. */
const DICTIONARY: Readonly<Record<string, string>> = {
  S: 'Cannot join',
  '!': 'Parked at',
  '^': 'Park failed',
  T: 'Trace done',
  '4': 'Conference',
  '5': 'Park',
};

function readable(text: string): string {
  return text
    .replace(/[\u0080\uFFFD](.)/g, (_, code: string) => `${DICTIONARY[code] ?? ''} `)
    .replace(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}

const isOn = (text = ''): boolean => /^(yes|on|true|1)$/i.test(text.trim());

function numberOf(element: XmlElement, name: string): number | undefined {
  const text = textOf(element, name) ?? '';
  return /^\d{1,2}$/.test(text) ? Number(text) : undefined;
}

function countOf(element: XmlElement, name: string): number {
  const text = element.attributes.get(name) ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

function parsed(text: string): XmlElement | undefined {
  const document = parseXml(new TextEncoder().encode(text.trim()));
  return document.ok ? document.value : undefined;
}
