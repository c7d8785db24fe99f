/** Attributes by their written name (`id`, `xml:lang`); the default namespace declaration is not among them. */
export type XmlAttributes = Record<string, string>;
export type XmlNode = XmlElement | string;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export function escapeXml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char) : text;
}

/** An element with its namespace already resolved: prefixes of the wire are gone, so equality is by `name` and `ns`. */
export class XmlElement {
  readonly name: string;
  ns: string;
  attrs: XmlAttributes;
  children: XmlNode[];

  constructor(name: string, ns: string, attrs: XmlAttributes = {}, children: XmlNode[] = []) {
    this.name = name;
    this.ns = ns;
    this.attrs = attrs;
    this.children = children;
  }

  is(name: string, ns?: string): boolean {
    return this.name === name && (ns === undefined || this.ns === ns);
  }

  get elements(): XmlElement[] {
    return this.children.filter((child): child is XmlElement => typeof child !== 'string');
  }

  /** The first child of that name, in any namespace unless one is given. */
  child(name: string, ns?: string): XmlElement | undefined {
    for (const child of this.children) if (typeof child !== 'string' && child.is(name, ns)) return child;
    return undefined;
  }

  all(name: string, ns?: string): XmlElement[] {
    return this.elements.filter((child) => child.is(name, ns));
  }

  /** True when any child is of this namespace. */
  hasNs(ns: string): boolean {
    return this.children.some((child) => typeof child !== 'string' && child.ns === ns);
  }

  get text(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.text)).join('');
  }

  childText(name: string, ns?: string): string | undefined {
    return this.child(name, ns)?.text;
  }

  append(...nodes: XmlNode[]): this {
    this.children.push(...nodes);
    return this;
  }

  /** A copy whose attributes are merged; `undefined` removes one. Children are shared until replaced. */
  with(attrs: Record<string, string | undefined>, children?: XmlNode[]): XmlElement {
    const merged: XmlAttributes = { ...this.attrs };
    for (const [key, value] of Object.entries(attrs)) {
      if (value === undefined) delete merged[key];
      else merged[key] = value;
    }
    return new XmlElement(this.name, this.ns, merged, children ?? [...this.children]);
  }

  /** Text of the element; `parentNs` is the default namespace it will stand in. */
  toString(parentNs = ''): string {
    let out = `<${this.name}`;
    if (this.ns !== parentNs) out += ` xmlns="${escapeXml(this.ns)}"`;
    for (const key in this.attrs) out += ` ${key}="${escapeXml(this.attrs[key] ?? '')}"`;
    if (this.children.length === 0) return `${out}/>`;
    out += '>';
    for (const child of this.children)
      out += typeof child === 'string' ? escapeXml(child) : child.toString(this.ns);
    return `${out}</${this.name}>`;
  }
}

type Content = XmlNode | undefined | false | readonly XmlNode[];

/** Builds an element: attributes that are undefined and content that is absent are left out. */
export function xml(
  name: string,
  ns: string,
  attrs: Record<string, string | number | undefined> = {},
  ...content: Content[]
): XmlElement {
  const kept: XmlAttributes = {};
  for (const key in attrs) {
    const value = attrs[key];
    if (value !== undefined) kept[key] = String(value);
  }
  const children: XmlNode[] = [];
  for (const item of content) {
    if (item === undefined || item === false) continue;
    if (typeof item === 'string' || item instanceof XmlElement) children.push(item);
    else children.push(...item);
  }
  return new XmlElement(name, ns, kept, children);
}
