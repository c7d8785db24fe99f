// The @xmpp packages ship no types. Only what the engine uses is declared; nothing of it leaves `engines/xmpp`.
declare module '@xmpp/xml' {
  import { EventEmitter } from 'node:events';
  export type Attributes = Record<string, string | undefined>;
  export type Content = Element | string | undefined | readonly Content[];
  export class Element {
    constructor(name: string, attrs?: Attributes | string);
    name: string;
    attrs: Attributes;
    parent: Element | null;
    children: (Element | string)[];
    is(name: string, ns?: string): boolean;
    getName(): string;
    getNS(): string | undefined;
    getChild(name: string, ns?: string): Element | undefined;
    getChildren(name: string, ns?: string): Element[];
    getChildElements(): Element[];
    getChildText(name: string, ns?: string): string | null;
    getText(): string;
    append(...nodes: (Element | string)[]): void;
    toString(): string;
  }
  export class Parser extends EventEmitter {
    root: Element | null;
    cursor: Element | null;
    onStartElement(name: string, attrs: Attributes): void;
    onEndElement(name: string): void;
    onText(text: string): void;
    write(text: string): void;
  }
  export function xml(name: string, attrs?: Attributes | string, ...children: Content[]): Element;
}

declare module '@xmpp/connection-tcp' {
  import type { Element } from '@xmpp/xml';
  export default class ConnectionTCP {
    headerElement(): Element;
    header(element: Element): string;
    footer(): string;
  }
}
