import { assertNever } from '../../../../shared/errors/assert-never.ts';
import { NS } from './namespaces.ts';

/** Namespace of the two elements that stand for the stream's start and end in WebSocket frames (RFC 7395 section 3.3). */
const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';

/** One tag; a `>` inside a quoted value is not its end. What we write has no comments, CDATA or DTD. */
const TAG = /<(?:[^<>"']|"[^"]*"|'[^']*')*>/g;

/** One piece of what is written to a stream: its start (with the address it is for, in quotes), its end, or a whole element. */
export type StreamPiece =
  | { readonly kind: 'header'; readonly to: string }
  | { readonly kind: 'element'; readonly text: string }
  | { readonly kind: 'footer' };

/** Cuts what is written to a stream into pieces; each element says its own namespace. `rest` is what has no end yet. */
export function cutStream(text: string): { readonly pieces: readonly StreamPiece[]; readonly rest: string } {
  const pieces: StreamPiece[] = [];
  let depth = 0;
  let start = 0;
  let end = 0;
  for (const { 0: tag, index } of text.matchAll(TAG)) {
    if (depth === 0) start = index;
    const after = index + tag.length;
    if (tag.startsWith('<?')) end = after;
    else if (depth === 0 && /^<\/?stream:stream[\s>]/.test(tag)) {
      pieces.push(
        tag.startsWith('</') ? { kind: 'footer' } : { kind: 'header', to: attribute(tag, 'to') ?? '""' },
      );
      end = after;
    } else {
      depth += tag.startsWith('</') ? -1 : tag.endsWith('/>') ? 0 : 1;
      if (depth > 0) continue;
      pieces.push({ kind: 'element', text: withNamespace(text.slice(start, after)) });
      end = after;
    }
  }
  const rest = text.slice(end);
  return { pieces, rest: rest.includes('<') ? rest : '' };
}

/**
 * Cuts what is written to a stream into frames: one whole element each, the header as `<open/>`, the footer as
 * `<close/>` (RFC 7395 section 3.3). `rest` is what has no end yet.
 */
export function toFrames(text: string): { readonly frames: readonly string[]; readonly rest: string } {
  const { pieces, rest } = cutStream(text);
  return { frames: pieces.map(frameOf), rest };
}

/** What a frame says, as a piece of a stream (RFC 6120 section 4); what it holds is judged by the stream's parser. */
export function fromFrame(frame: string): string {
  const [, name] = /^\s*<(?:[\w-]+:)?(open|close)(?=[\s/>])/.exec(frame) ?? [];
  if (name === undefined || !frame.includes(FRAMING)) return frame;
  if (name === 'close') return '</stream:stream>';
  const kept = ['id', 'from', 'version'].map((key) => {
    const value = attribute(frame, key);
    return value === undefined ? '' : ` ${key}=${value}`;
  });
  return `<stream:stream xmlns="${NS.client}" xmlns:stream="${NS.stream}"${kept.join('')}>`;
}

function frameOf(piece: StreamPiece): string {
  switch (piece.kind) {
    case 'header':
      return `<open xmlns="${FRAMING}" to=${piece.to} version="1.0" xml:lang="en"/>`;
    case 'element':
      return piece.text;
    case 'footer':
      return `<close xmlns="${FRAMING}"/>`;
    default:
      return assertNever(piece);
  }
}

/** Inside a stream the header's namespaces hold; a frame has to say its own. */
function withNamespace(element: string): string {
  const [head = '', name = ''] = /^<([^\s/>]+)(?:[^<>"']|"[^"]*"|'[^']*')*>/.exec(element) ?? [];
  const own = name.startsWith('stream:') ? ['xmlns:stream', NS.stream] : ['xmlns', NS.client];
  if (attribute(head, own[0] ?? '') !== undefined) return element;
  return `<${name} ${own[0]}="${own[1]}"${element.slice(name.length + 1)}`;
}

/** The value with its quotes, so that what it escapes stays escaped. */
export function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}\\s*=\\s*("[^"<]*"|'[^'<]*')`).exec(tag)?.[1];
}
