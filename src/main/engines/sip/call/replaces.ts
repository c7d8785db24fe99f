import { Grammar, type URI } from 'sip.js/lib/core/index.js';

/** What names a dialog, seen from our side. */
export interface DialogName {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

/** A Replaces header as it was received (RFC 3891): `toTag` is the tag of whoever received it. */
export interface Replaces {
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
  readonly isEarlyOnly: boolean;
}

/** Where a REFER sends its receiver (RFC 3515 section 2.1): the target, and the call it is to take over there. */
export interface ReferTo {
  readonly uri: URI;
  /** The value of a Replaces header, unescaped. */
  readonly replaces: string | undefined;
}

/** The value of Replaces, undefined when it isn't one. */
export function readReplaces(value: string): Replaces | undefined {
  const [callId = '', ...parameters] = value
    .slice(0, 1_000)
    .split(';')
    .map((part) => part.trim());
  const find = (name: string): string | undefined =>
    parameters.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const [toTag, fromTag] = [find('to-tag'), find('from-tag')];
  if (callId === '' || !toTag || !fromTag) return undefined;
  const isEarlyOnly = parameters.some((part) => part.toLowerCase() === 'early-only');
  return { callId, toTag, fromTag, isEarlyOnly };
}

/** Whether it means this dialog of ours. */
export function isReplaced(dialog: DialogName, { callId, toTag, fromTag }: Replaces): boolean {
  return dialog.callId === callId && dialog.localTag === toTag && dialog.remoteTag === fromTag;
}

/**
 * The Refer-To that sends somebody to the other end of a call of ours, to take our place in it (RFC 5589 section 7.1).
 * The tags are those of that call as its other end sees them.
 */
export function referToCall(target: URI, dialog: DialogName): string {
  const replaces = `${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`;
  return `<${target.toString()}?Replaces=${encodeURIComponent(replaces)}>`;
}

/** Reads Refer-To: SIP targets only, and of the headers that a URI may carry none but Replaces. */
export function readReferTo(value: string): ReferTo | undefined {
  if (value.length > 2_000) return undefined;
  const text = /<([^>]+)>/.exec(value)?.[1] ?? value.trim().split(/[\s]/, 1)[0] ?? '';
  const [address, headers] = splitOnce(text.trim(), '?');
  if (!/^sips?:/i.test(address)) return undefined;
  const uri = parsed(address.replace(/^sips:/i, 'sip:').replace(/;method=[^;]*/i, ''));
  if (!uri?.user) return undefined;
  const given = headers.split('&').find((part) => /^replaces=/i.test(part));
  return { uri, replaces: given === undefined ? undefined : unescaped(given.slice(given.indexOf('=') + 1)) };
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function parsed(text: string): URI | undefined {
  try {
    return Grammar.URIParse(text);
  } catch {
    return undefined;
  }
}

/** Nothing that could begin another header. */
function unescaped(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text);
    return /[\u0000-\u001F\u007F]/.test(plain) || !readReplaces(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}
