import { StreamParser } from '../../src/main/engines/xmpp/wire/stream-parser.ts';
import type { Element } from '../../src/main/engines/xmpp/wire/xml.ts';

/** The element that a client reads off a stream when the server writes this text. */
export function stanza(text: string): Element {
  let read: Element | undefined;
  const parser = new StreamParser({
    header: () => undefined,
    element: (element) => {
      read = element;
    },
    end: () => undefined,
    fault: (fault) => {
      throw new Error(`${fault}: ${text}`);
    },
  });
  parser.write(
    Buffer.from(
      `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>${text}`,
    ),
  );
  if (!read) throw new Error(`no stanza: ${text}`);
  return read;
}
