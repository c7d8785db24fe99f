import { childText, descendants, find, type XmlElement } from '../link/xml-document.ts';

/** A form of the service: where it is, how it names what it is given. */
export interface SoapForm {
  readonly path: string;
  readonly namespace: string;
  readonly argument: 'args' | 'in';
}

/** Newest first: a release that has the new form has taken the old ones away (cisco-uc 14.2). */
export const soapForms: readonly SoapForm[] = [
  { path: 'webdialer', namespace: 'http://webdialer.ccm.cisco.com', argument: 'args' },
  { path: 'WebdialerSoapService70', namespace: 'urn:WD70', argument: 'in' },
  { path: 'WebdialerSoapService', namespace: 'urn:WebdialerSoap', argument: 'in' },
];

type Argument = string | Readonly<Record<string, string>>;

/** The request of an operation. Elements of the new form stand in its name space, those of the old ones in none. */
export function soapRequest(form: SoapForm, operation: string, values: readonly Argument[]): string {
  const prefix = form.argument === 'args' ? 'w:' : '';
  const element = (name: string, inner: string): string => `<${prefix}${name}>${inner}</${prefix}${name}>`;
  const given = values.map((value, at) =>
    element(
      `${form.argument}${at}`,
      typeof value === 'string'
        ? escaped(value)
        : Object.entries(value)
            .map(([name, text]) => element(name, escaped(text)))
            .join(''),
    ),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:w="${form.namespace}">`,
    `<soapenv:Body><w:${operation}>${given.join('')}</w:${operation}></soapenv:Body></soapenv:Envelope>`,
  ].join('');
}

const escaped = (text: string): string =>
  text.replace(/[<>&"]/g, (mark) => ({ '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] ?? '&amp;');

/** Follows `href="#id"` of the RPC forms to what it points at; once, so that a ring of them ends. */
function resolver(root: XmlElement): (element: XmlElement) => XmlElement {
  const targets = new Map<string, XmlElement>(
    descendants(root, 'multiRef').flatMap((each) => {
      const id = each.attributes.get('id');
      return id === undefined ? [] : [[`#${id}`, each]];
    }),
  );
  return (element) => targets.get(element.attributes.get('href') ?? '') ?? element;
}

export interface SoapAnswer {
  readonly code: number;
  readonly devices: readonly {
    readonly device: string;
    readonly description: string;
    readonly model: string;
    readonly lines: readonly string[];
  }[];
}

const MOST_DEVICES = 50;
const MOST_LINES = 20;

/** The answer of any operation; undefined: it is none of WebDialer's. */
export function readSoapAnswer(root: XmlElement): SoapAnswer | undefined {
  const body = find(root, 'Body');
  if (!body) return undefined;
  const code = Number(find(body, 'responseCode')?.text);
  if (!find(body, 'responseCode') || !Number.isInteger(code)) return undefined;
  const resolved = resolver(body);
  // Whatever the list and its items are called: a device is what has a name.
  const named = everyElement(body)
    .map(resolved)
    .filter((each) => childText(each, 'deviceName') !== undefined);
  return { code, devices: [...new Set(named)].slice(0, MOST_DEVICES).map(deviceOf) };
}

function everyElement(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((each) => [each, ...everyElement(each)]);
}

function deviceOf(element: XmlElement): SoapAnswer['devices'][number] {
  const device = childText(element, 'deviceName') ?? '';
  const texts = element.children
    .filter(({ name }) => name === 'lines')
    .flatMap((lines) => [lines.text, ...everyElement(lines).map(({ text }) => text)]);
  // `1001;Internal`: the number and its partition.
  const lines = texts.map((text) => text.split(';')[0]?.trim() ?? '').filter((line) => line !== '');
  return {
    device,
    description: childText(element, 'phoneDesc') ?? device,
    model: childText(element, 'phoneType') ?? '',
    lines: lines.slice(0, MOST_LINES),
  };
}
