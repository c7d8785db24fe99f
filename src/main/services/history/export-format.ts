import type { HistoryFormat } from '../../../shared/contract/history-commands.ts';
import type { Conversation, Message } from '../../../shared/domain/conversation.ts';

/** How an exported file is written, in parts: all between `begin` and `end` may be joined in order. */
export interface ExportFormat {
  readonly begin: string;
  /** Before the first message of a conversation. */
  conversation(conversation: Conversation): string;
  /** `isFirst`: nothing stands before it in the file. */
  message(message: Message, conversation: Conversation, isFirst: boolean): string;
  readonly end: string;
}

export const exportFormats: Readonly<Record<HistoryFormat, ExportFormat>> = {
  text: {
    begin: '',
    conversation: ({ title, address }) => `${oneLine(title)} <${oneLine(address)}>\n\n`,
    // Lines after the first are set in, so that no message can look like another one.
    message: (message) =>
      `${stamp(message.at)}  ${oneLine(message.from)}: ${lines(message.body).join('\n    ')}${message.editedAt === undefined ? '' : ' (edited)'}\n`,
    end: '',
  },
  json: {
    begin: '[',
    conversation: () => '',
    message: ({ from, at, body, direction, editedAt, delivery }, { address }, isFirst) =>
      `${isFirst ? '' : ','}\n${JSON.stringify({
        conversation: address,
        from,
        direction,
        at: new Date(at).toISOString(),
        body,
        ...(editedAt !== undefined && { editedAt: new Date(editedAt).toISOString() }),
        ...(delivery !== undefined && { delivery }),
      })}`,
    end: '\n]\n',
  },
  html: {
    begin: `<!doctype html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Parlance</title>
<style>body{font:15px/1.4 sans-serif;max-width:48em;margin:2em auto}p{margin:.3em 0;white-space:pre-wrap}time{color:#666}</style>
</head><body>
`,
    conversation: ({ title, address }) => `<h2>${escaped(title)} &lt;${escaped(address)}&gt;</h2>\n`,
    message: (message) =>
      `<p><time datetime="${new Date(message.at).toISOString()}">${stamp(message.at)}</time> <b>${escaped(message.from)}</b> ${escaped(message.body)}${message.editedAt === undefined ? '' : ' <i>(edited)</i>'}</p>\n`,
    end: '</body></html>\n',
  },
};

/** In UTC, which says the same everywhere. */
const stamp = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');

const lines = (text: string): readonly string[] => text.split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/u);
const oneLine = (text: string): string => lines(text).join(' ');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
