import type { ListedVoicemail } from '../../ports/voicemail.port.ts';
import { childText, descendants, find, type XmlElement } from '../link/xml-document.ts';

/** The messages of one page, and how many the folder holds if the server says (cisco-uc 11.2). */
export interface MessagePage {
  readonly messages: readonly ListedVoicemail[];
  readonly total: number | undefined;
  /** Entries on the page, those that are no voice included. */
  readonly count: number;
}

/** Fields that are missing or nonsense get a default; a message without an id is left out, as nothing could be done with it. */
export function readMessages(root: XmlElement): MessagePage {
  const elements = descendants(root, 'Message');
  const total = Number(root.attributes.get('total') ?? Number.NaN);
  return {
    messages: elements.flatMap((element) => readMessage(element) ?? []),
    total: Number.isSafeInteger(total) && total >= 0 ? total : undefined,
    count: elements.length,
  };
}

function readMessage(element: XmlElement): ListedVoicemail | undefined {
  const id = childText(element, 'MsgId') ?? idOfUri(childText(element, 'URI'));
  const type = childText(element, 'MsgType') ?? 'Voice';
  if (id === undefined || id === '' || id.length > 200 || !/^voice$/i.test(type)) return undefined;
  const text = (name: string): string => childText(element, name) ?? '';
  const isOn = (name: string): boolean => /^(true|1)$/i.test(text(name));
  return {
    id,
    from: readSender(element),
    at: readTime(text('ArrivalTime')),
    durationMs: Math.max(0, Math.round(Number(text('Duration')) || 0)),
    isRead: isOn('Read'),
    isUrgent: /^urgent/i.test(text('Priority')),
    isPrivate: /^(private|confidential|personal)$/i.test(text('Sensitivity')),
    isSecure: isOn('Secure'),
  };
}

/** The caller's number comes first; a colleague who recorded without calling has an extension only. */
function readSender(element: XmlElement): ListedVoicemail['from'] {
  const from = find(element, 'From');
  const caller = find(element, 'CallerId');
  const words = (holder: XmlElement | undefined, name: string): string => {
    const said = (holder && childText(holder, name)) ?? '';
    // Servers write the word instead of leaving the field out.
    return said === 'null' ? '' : said.slice(0, 200);
  };
  return {
    name: words(caller, 'CallerName') || words(from, 'DisplayName'),
    number: words(caller, 'CallerNumber') || words(from, 'DtmfAccessId'),
  };
}

/** Milliseconds since 1970, or ISO text; 0 when neither. */
function readTime(text: string): number {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isSafeInteger(at) && at > 0 ? at : 0;
}

function idOfUri(uri: string | undefined): string | undefined {
  return uri?.split('/').at(-1);
}
