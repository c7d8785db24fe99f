/// <reference path="./xmpp-packages.d.ts" />
import { type Content, Element, xml as build } from '@xmpp/xml';

export { Element };
export type { Content };

export type BuildAttributes = Readonly<Record<string, string | undefined>>;

/** Builds an element; attributes and content that are undefined are left out. The namespace goes in as `xmlns`. */
export function xml(name: string, attrs: BuildAttributes = {}, ...content: Content[]): Element {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(attrs)) if (value !== undefined) kept[key] = value;
  return build(name, kept, ...content.filter((item) => item !== undefined));
}

/** Everything that XML 1.0 forbids even when escaped; one such letter in a body would make the server end the stream. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The element's text for the wire, with what XML can't carry taken out. */
export function serialize(element: Element): string {
  return element.toString().toWellFormed().replace(FORBIDDEN, '');
}

/** Text of a child, or undefined when there is no such child. */
export function childText(element: Element, name: string, ns?: string): string | undefined {
  return element.getChild(name, ns)?.getText();
}

/** The first child of this namespace, whatever its name. */
export function childOfNs(element: Element, ns: string): Element | undefined {
  return element.getChildElements().find((child) => child.getNS() === ns);
}
