import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import type { OwnCaps } from './caps.ts';
import { errorReply } from './stanza-error.ts';

export interface Software {
  readonly name: string;
  readonly version: string;
}

/** Answers a request of a server or another client (RFC 6120 section 8.2.3: each gets exactly one answer). */
export function answerIq(request: Element, caps: OwnCaps, software: Software): Element {
  const children = request.getChildElements();
  const child = children[0];
  if (request.attrs['id'] === undefined || children.length !== 1 || !child)
    return errorReply(request, 'modify', 'bad-request');
  if (request.attrs['type'] !== 'get') return errorReply(request, 'cancel', 'service-unavailable');
  switch (child.getNS()) {
    case NS.ping:
      return resultReply(request);
    case NS.discoInfo: {
      const info = caps.answer(child.attrs['node']);
      return info ? resultReply(request, info) : errorReply(request, 'cancel', 'item-not-found');
    }
    case NS.discoItems:
      return resultReply(request, xml('query', { xmlns: NS.discoItems, node: child.attrs['node'] }));
    case NS.version:
      // XEP-0092 allows an <os/>, which is nobody's business.
      return resultReply(
        request,
        xml(
          'query',
          { xmlns: NS.version },
          xml('name', {}, software.name),
          xml('version', {}, software.version),
        ),
      );
    default:
      return errorReply(request, 'cancel', 'service-unavailable');
  }
}

export function resultReply(request: Element, child?: Element): Element {
  return xml('iq', { type: 'result', id: request.attrs['id'], to: request.attrs['from'] }, child);
}
