import { assertNever } from '../../../shared/errors/assert-never.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { type DialTarget, parseDialTarget, signallingTarget } from '../calls/dial-target.ts';
import { type ChatLink, type RoomLink, parseChatLink } from './parse-chat-link.ts';
import { parseProvisionLink, type ProvisionLink } from './parse-provision-link.ts';

/** What a link asks for. It prepares; nothing is dialled or sent without the person (X2, X3). */
export type Link =
  | {
      readonly kind: 'dial';
      readonly target: string;
      readonly shown: string;
      readonly isEmergency: boolean;
      readonly scheme: LinkScheme;
    }
  | {
      readonly kind: 'conference';
      readonly targets: readonly string[];
      readonly isEmergency: false;
      readonly scheme: LinkScheme;
    }
  | ChatLink
  | RoomLink
  | ProvisionLink;

/** A conference has five people, the person at this computer included. */
const MOST_CALLED = 4;

/** Longer ones are nobody's honest link; the contract refuses them too. */
const LONGEST = 10_240;

/** What each scheme is about. */
const schemes = {
  tel: 'call',
  ciscotel: 'call',
  callto: 'call',
  clicktocall: 'call',
  sip: 'call',
  sips: 'call',
  ciscotelconf: 'conference',
  xmpp: 'chat',
  im: 'chat',
  ciscoim: 'chat',
  ciscojabber: 'app',
  parlance: 'app',
} as const;

export type LinkScheme = keyof typeof schemes;

/**
 * Reads a link of any scheme that Parlance handles (X1), in any letter case, with or without `//`. Errors: link.malformed;
 * link.unsupported, which names the kind.
 */
export function parseLink(url: string): Result<Link> {
  const text = url.trim();
  if (text.length > LONGEST || hasHiddenLetters(text)) return fail('link.malformed');
  const { scheme, afterScheme } = splitScheme(text);
  if (scheme === '') return fail('link.malformed');
  if (!isKnown(scheme)) return fail('link.unsupported', { scheme });
  const rest = (scheme === 'xmpp' ? withoutAccount(afterScheme) : afterScheme).replace(/^\/\//, '');
  const kind = schemes[scheme];
  switch (kind) {
    case 'call':
      return parseCall(scheme, rest);
    case 'conference':
      return parseConference(scheme, rest);
    case 'chat':
      return parseChatLink(rest);
    case 'app':
      return parseProvisionLink(scheme, rest);
    default:
      return assertNever(kind);
  }
}

/** The scheme of a link in small letters, known or not; empty when it has none. */
export function schemeOf(url: string): string {
  return splitScheme(url.trim()).scheme;
}

function splitScheme(text: string): { readonly scheme: string; readonly afterScheme: string } {
  const [, written = '', afterScheme = ''] = /^([a-z][a-z0-9+.-]{0,30}):(.*)$/is.exec(text) ?? [];
  return { scheme: written.toLowerCase(), afterScheme };
}

/** RFC 5122 section 2.3: in `xmpp://account/other` the first is who should open the link, not whom it is for. */
function withoutAccount(afterScheme: string): string {
  return afterScheme.replace(/^\/\/[^/?#;]*\/(?=[^/?#]*@)/, '');
}

function isKnown(scheme: string): scheme is LinkScheme {
  return Object.hasOwn(schemes, scheme);
}

/** The number or URI by the same rules as the dial pad, so that what is shown is what is dialled. */
function parseCall(scheme: LinkScheme, rest: string): Result<Link> {
  if (!isDecodable(rest)) return fail('link.malformed');
  // Browsers end an authority with a slash; old dialects add `+type=phone`.
  const target = parseDialTarget(`${scheme}:${rest.replace(/\/$/, '').replace(/\+type=\w+$/i, '')}`);
  return target.ok ? ok(dialLink(target.value, scheme)) : fail('link.malformed');
}

/** Escaped letters as a person reads them; only where nothing of it could hide, turn the text, or pass for another part of the address. */
function readable(address: string): string {
  const [, user = '', host = ''] = /^([^@]*)(@.*)?$/.exec(address) ?? [];
  try {
    const name = decodeURIComponent(user);
    return /[\s\p{C}\u2028\u2029@:;?<>"%\\/]/u.test(name) ? address : `${name}${host}`;
  } catch {
    return address;
  }
}

function dialLink(target: DialTarget, scheme: LinkScheme): Link {
  const dialled = signallingTarget(target);
  const extension =
    target.kind === 'number' && target.extension !== undefined ? ` ext. ${target.extension}` : '';
  return {
    kind: 'dial',
    target: dialled,
    shown: `${readable(dialled.replace(/^sips?:/, ''))}${extension}`,
    isEmergency: target.kind === 'number' && target.isEmergency,
    scheme,
  };
}

/** One participant is a call; several are called together, each by address or number. Emergency calls are no conference. */
function parseConference(scheme: LinkScheme, rest: string): Result<Link> {
  const [first = '', ...others] = rest.split(';').filter((part) => part !== '');
  if (others.length === 0) return parseCall('ciscotel', first);
  const targets = new Set<string>();
  for (const part of [first, ...others]) {
    const one = parseCall('ciscotel', part);
    if (!one.ok || one.value.kind !== 'dial' || one.value.isEmergency) return fail('link.malformed');
    targets.add(one.value.target);
  }
  if (targets.size > MOST_CALLED) return fail('link.too-many-people');
  return ok({ kind: 'conference', targets: [...targets], isEmergency: false, scheme });
}

function isDecodable(text: string): boolean {
  try {
    // A control or direction letter that hides behind percent signs is as bad as an open one.
    return !hasHiddenLetters(decodeURIComponent(text));
  } catch {
    return false;
  }
}

/** Control characters, and letters that turn the direction of what a person reads. */
export function hasHiddenLetters(text: string): boolean {
  return /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(text);
}
