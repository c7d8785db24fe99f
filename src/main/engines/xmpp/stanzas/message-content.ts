import { isEmoji, MOST_REACTIONS } from '../../../../shared/domain/message-extras.ts';
import { bareJid, resourceOf } from '../../../../shared/domain/jid.ts';
import type { Annotation, Moderation, ReplyReference } from '../../../ports/chat-store.port.ts';
import type { ChatMessage, OutgoingMessage } from '../../../ports/xmpp.port.ts';
import { NS } from '../wire/namespaces.ts';
import { childText, type Content, type Element, xml } from '../wire/xml.ts';
import { readEncryption } from './encrypted-message.ts';
import { readXhtml, xhtmlOf, xhtmlWords } from './xhtml-im.ts';

/** What a message says, in a chat of two as in a room. */
export type MessageContent = Pick<ChatMessage, 'body' | 'reply' | 'about' | 'rich' | 'encryption'>;

const LONGEST_ID = 512;
const LONGEST_REASON = 500;
/** What clients that don't know retraction are told (XEP-0424 section 3). */
const RETRACTION_FALLBACK =
  '/me took back a message. Your program cannot show this, so it may still be there.';

/** Undefined when there is nothing for people in it: neither words nor something about another message. */
export function readContent(message: Element, body: string | undefined): MessageContent | undefined {
  const about = readAbout(message);
  if (about) return { body: '', about };
  const encryption = readEncryption(message, body);
  if (encryption !== undefined) return { body: '', encryption };
  // Words that are there in their formatted form only.
  if (body === undefined || body === '') {
    const words = xhtmlWords(message);
    const only = words === '' ? undefined : readXhtml(message);
    return words === '' ? undefined : { body: words, ...(only && { rich: only }) };
  }
  const reply = readReply(message, body);
  // The formatted form of an answer repeats the quote, and nothing says where it ends.
  if (reply) return reply;
  const rich = readXhtml(message);
  return { body, ...(rich && { rich }) };
}

/** The body in the language of the message; it may be there in others too (RFC 6121 section 5.2.3). */
export function bodyText(message: Element): string | undefined {
  const all = message.getChildren('body');
  const bodies = all.some((body) => body.getNS() === NS.client)
    ? message.getChildren('body', NS.client)
    : all;
  const own = message.attrs['xml:lang'];
  const usual = bodies.find(({ attrs }) => attrs['xml:lang'] === undefined || attrs['xml:lang'] === own);
  return (usual ?? bodies[0])?.getText();
}

/** XEP-0444, XEP-0424 (and its version before the last, fastened by XEP-0422). */
function readAbout(message: Element): Annotation | undefined {
  const reactions = message.getChild('reactions', NS.reactions);
  if (reactions) {
    const target = idOf(reactions);
    const chosen = reactions.getChildren('reaction').map((reaction) => reaction.getText().trim());
    const emojis = [...new Set(chosen.filter(isEmoji))].slice(0, MOST_REACTIONS);
    return target === undefined ? undefined : { kind: 'reactions', target, emojis };
  }
  const fastened = message.getChild('apply-to', NS.fastening);
  const oldModerated = fastened?.getChild('moderated', NS.oldModeration);
  const old = (oldModerated ?? fastened)?.getChild('retract', NS.oldRetraction) ? fastened : undefined;
  const retract = message.getChild('retract', NS.retraction) ?? old;
  const target = retract && idOf(retract);
  if (!retract || target === undefined) return undefined;
  // Only the room itself moderates (XEP-0425 section 5); an occupant that says so takes back what is theirs at most.
  const isOfRoom = message.attrs['type'] === 'groupchat' && resourceOf(message.attrs['from'] ?? '') === '';
  const moderation = isOfRoom ? readModeration(retract) : undefined;
  return { kind: 'retraction', target, ...(moderation && { moderation }) };
}

/** Inside what takes back (XEP-0425 section 4), or around it (its version 0.2). */
function readModeration(around: Element): Moderation | undefined {
  const old = around.getChild('moderated', NS.oldModeration);
  const moderated = around.getChild('moderated', NS.moderation) ?? old;
  if (!moderated) return undefined;
  const nick = resourceOf(moderated.attrs['by'] ?? '');
  const reason = (childText(around, 'reason') ?? childText(moderated, 'reason') ?? '').trim();
  return { ...(nick !== '' && { nick }), ...(reason !== '' && { reason: reason.slice(0, LONGEST_REASON) }) };
}

/** What an archive keeps in the place of a message that was taken back (XEP-0424 section 4.1, XEP-0425 section 4.1). */
export function readTombstone(message: Element, archiveId: string): MessageContent | undefined {
  const moderated = message.getChild('moderated', NS.oldModeration);
  const retracted =
    message.getChild('retracted', NS.retraction) ??
    message.getChild('retracted', NS.oldRetraction) ??
    moderated?.getChild('retracted', NS.oldRetraction);
  if (!retracted) return undefined;
  const moderation = readModeration(moderated ? message : retracted);
  return {
    body: '',
    about: { kind: 'retraction', target: archiveId, ...(moderation && { moderation }) },
  };
}

function readReply(message: Element, body: string): MessageContent | undefined {
  const reply = message.getChild('reply', NS.reply);
  const id = reply && idOf(reply);
  if (!reply || id === undefined) return undefined;
  const { rest, taken } = withoutFallback(message, body, NS.reply);
  // An answer that is nothing but its quote is shown as it came.
  if (rest.trim() === '') return { body };
  const quote = taken.replace(/^> ?/gm, '').trim().slice(0, 600);
  return { body: rest, reply: { id, to: authorOf(reply.attrs['to']), quote } };
}

/** In rooms the nick says who it is, between two the device does not matter. */
function authorOf(to = ''): string {
  const bare = bareJid(to);
  if (bare === undefined) return '';
  const resource = resourceOf(to);
  return resource === '' ? bare : `${bare}/${resource}`;
}

/** XEP-0428: what stands for something that we know, by code points. Without bounds it is the whole body. */
function withoutFallback(message: Element, body: string, ns: string): { rest: string; taken: string } {
  const fallback = message.getChildren('fallback', NS.fallback).find(({ attrs }) => attrs['for'] === ns);
  const range = fallback?.getChild('body');
  if (!range) return { rest: body, taken: '' };
  const letters = [...body];
  const start = Number(range.attrs['start'] ?? 0);
  const end = Number(range.attrs['end'] ?? letters.length);
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > letters.length)
    return { rest: body, taken: '' };
  return {
    rest: [...letters.slice(0, start), ...letters.slice(end)].join(''),
    taken: letters.slice(start, end).join(''),
  };
}

function idOf(element: Element): string | undefined {
  const id = element.attrs['id'];
  return id === undefined || id === '' || id.length > LONGEST_ID ? undefined : id;
}

/** The children that say it, for those who know how and for those who don't. */
export function contentElements(message: OutgoingMessage): readonly Content[] {
  if (message.about) return aboutElements(message.about, message);
  const { reply } = message;
  const quote = reply ? quoted(reply.quote) : '';
  return [
    xml('body', {}, quote + message.body),
    message.replaces === undefined
      ? undefined
      : xml('replace', { xmlns: NS.correction, id: message.replaces }),
    ...(reply ? replyElements(reply, quote) : []),
    reply === undefined && message.fileUrl === undefined ? xhtmlOf(message.body) : undefined,
  ];
}

function replyElements(reply: ReplyReference, quote: string): readonly Content[] {
  return [
    xml('reply', { xmlns: NS.reply, id: reply.id, to: reply.to === '' ? undefined : reply.to }),
    quote === ''
      ? undefined
      : xml(
          'fallback',
          { xmlns: NS.fallback, for: NS.reply },
          xml('body', { start: '0', end: String([...quote].length) }),
        ),
  ];
}

function aboutElements(about: Annotation, { body, isToRoom = false }: OutgoingMessage): readonly Content[] {
  const store = xml('store', { xmlns: NS.hints });
  if (about.kind === 'retraction')
    return [
      xml('body', {}, RETRACTION_FALLBACK),
      xml('retract', { xmlns: NS.retraction, id: about.target }),
      xml('fallback', { xmlns: NS.fallback, for: NS.retraction }),
      store,
    ];
  const reactions = xml(
    'reactions',
    { xmlns: NS.reactions, id: about.target },
    ...about.emojis.map((emoji) => xml('reaction', {}, emoji)),
  );
  // A room's old clients would be buried under them; one person is told.
  if (isToRoom || about.emojis.length === 0) return [reactions, store];
  return [
    xml('body', {}, `${quoted(body)}${about.emojis.join(' ')}`),
    reactions,
    xml('fallback', { xmlns: NS.fallback, for: NS.reactions }, xml('body')),
    store,
  ];
}

const quoted = (text: string): string =>
  text === ''
    ? ''
    : text
        .split('\n')
        .map((line) => `> ${line}\n`)
        .join('');
