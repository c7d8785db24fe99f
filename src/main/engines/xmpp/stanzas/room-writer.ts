import type { OutgoingMessage } from '../../../ports/xmpp.port.ts';
import type { RoomAffiliation, RoomRole } from '../../../../shared/domain/room.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import { formatStamp } from './delay.ts';
import { contentElements } from './message-content.ts';
import { sharedFileElement } from './shared-file.ts';

/** XEP-0045 section 7.2: with how much history (section 7.2.14), and our capabilities. */
export function joinStanza(
  entry: {
    readonly room: string;
    readonly nick: string;
    readonly password?: string;
    readonly history: { readonly most: number } | { readonly since: number };
  },
  caps: Element,
): Element {
  const { history, password } = entry;
  const limits =
    'most' in history ? { maxstanzas: String(history.most) } : { since: formatStamp(history.since) };
  return xml(
    'presence',
    { to: `${entry.room}/${entry.nick}` },
    xml(
      'x',
      { xmlns: NS.muc },
      xml('history', limits),
      password === undefined ? undefined : xml('password', {}, password),
    ),
    caps,
  );
}

export function leaveStanza(room: string, nick: string): Element {
  return xml('presence', { to: `${room}/${nick}`, type: 'unavailable' });
}

/** Section 7.4; the origin id tells our echo from a stranger's message (XEP-0359). */
export function groupMessageStanza(message: OutgoingMessage): Element {
  return xml(
    'message',
    { type: 'groupchat', to: message.to, id: message.id },
    ...contentElements(message),
    message.fileUrl === undefined ? undefined : sharedFileElement(message.fileUrl),
    xml('origin-id', { xmlns: NS.stanzaIds, id: message.id }),
  );
}

export function subjectStanza(room: string, subject: string): Element {
  return xml('message', { type: 'groupchat', to: room }, xml('subject', {}, subject));
}

/** XEP-0249. */
export function directInvitation(room: string, to: string): Element {
  return xml('message', { to }, xml('x', { xmlns: NS.directInvitation, jid: room }));
}

/** Section 7.8.2: the room passes it on, and lets the invited in where it is for members only. */
export function mediatedInvitation(room: string, addresses: readonly string[]): Element {
  return xml(
    'message',
    { to: room },
    xml('x', { xmlns: NS.mucUser }, ...addresses.map((to) => xml('invite', { to }))),
  );
}

/** Section 8.2 and 9: by nick. */
export function roleChange(nick: string, role: RoomRole): Element {
  return xml('query', { xmlns: NS.mucAdmin }, xml('item', { nick, role }));
}

/** Sections 9 and 10: asks for everybody of this standing. */
export function standingsQuery(affiliation: RoomAffiliation): Element {
  return xml('query', { xmlns: NS.mucAdmin }, xml('item', { affiliation }));
}

/** Sections 9 and 10: by address. */
export function affiliationChange(jid: string, affiliation: RoomAffiliation): Element {
  return xml('query', { xmlns: NS.mucAdmin }, xml('item', { jid, affiliation }));
}

/** Section 10.1.2: the form filled in, hidden fields and FORM_TYPE kept, fields the room doesn't have left out. */
export function filledForm(form: Element, values: Readonly<Record<string, string>>): Element {
  const fields = form.getChildren('field').flatMap((field) => {
    const name = field.attrs['var'];
    if (name === undefined) return [];
    const wanted = values[name];
    const kept = wanted === undefined ? field.getChildren('value').map((value) => value.getText()) : [wanted];
    const type = field.attrs['type'] === 'hidden' ? 'hidden' : undefined;
    return kept.length === 0
      ? []
      : [xml('field', { var: name, type }, ...kept.map((value) => xml('value', {}, value)))];
  });
  return xml('x', { xmlns: NS.dataForm, type: 'submit' }, ...fields);
}
