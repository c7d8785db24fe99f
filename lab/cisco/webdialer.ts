import { escapeXml, type XmlElement } from '../embedded/xml/element.ts';
import { parseXml } from '../embedded/xml/stream-parser.ts';
import type { CiscoAccounts } from './accounts.ts';
import type { LabReply, LabRequest } from './http-node.ts';

/** Which of the service's forms a release has (cisco-uc.md 14.2). */
export type WebDialerForm = 'new' | 'legacy' | 'oldest';

const PATHS: Readonly<Record<string, WebDialerForm>> = {
  '/webdialer/services/webdialer': 'new',
  '/webdialer/services/WebdialerSoapService70': 'legacy',
  '/webdialer/services/WebdialerSoapService': 'oldest',
};

/** The cluster's WebDialer: phones, and what it told them to do. */
export class WebDialerService {
  /** Per device, the number it was told to dial last; gone when it was told to end. */
  readonly dialled = new Map<string, string>();
  /** Answers this code to whatever is asked of a phone (cisco-uc.md 14.2), once set. */
  code = 0;
  private readonly accounts: CiscoAccounts;
  private readonly form: WebDialerForm | undefined;

  constructor(accounts: CiscoAccounts, form: WebDialerForm | undefined) {
    this.accounts = accounts;
    this.form = form;
  }

  answer(request: LabRequest): LabReply {
    const form = PATHS[request.path];
    if (this.form === undefined || form !== this.form) return { status: 404, body: '<html>Not found</html>' };
    const operation = parseXml(request.body)?.child('Body')?.elements[0];
    if (request.method !== 'POST' || !operation) return { status: 500, body: fault('bad request') };
    // SOAP 1.1 wants the header, whatever is in it.
    if (request.headers['soapaction'] === undefined)
      return { status: 500, body: fault('no SOAPAction header') };
    return {
      status: 200,
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body: this.run(form, operation),
    };
  }

  private run(form: WebDialerForm, operation: XmlElement): string {
    const argument = (at: number) =>
      operation.elements.find(({ name }) => name === `${form === 'new' ? 'args' : 'in'}${at}`);
    const credential = argument(0);
    const username = credential?.childText('userID') ?? '';
    if (this.accounts.check(username, credential?.childText('password') ?? '').kind !== 'right')
      return reply(form, operation.name, { code: 2, words: 'Authentication error' });
    if (operation.name === 'getProfileDetailSoap') return this.profile(form, username);
    const profile = argument(operation.name === 'makeCallSoap' ? 2 : 1);
    const device = profile?.childText('deviceName') ?? '';
    if (profile?.childText('user') !== username)
      return reply(form, operation.name, { code: 3, words: 'No authority for proxy' });
    if (!this.phones(username).some(({ name }) => name === device))
      return reply(form, operation.name, { code: 5, words: 'No device' });
    if (this.code !== 0) return reply(form, operation.name, { code: this.code, words: 'Service says no' });
    if (operation.name === 'makeCallSoap') this.dialled.set(device, argument(1)?.text ?? '');
    else if (!this.dialled.delete(device)) return reply(form, operation.name, { code: 1, words: 'No call' });
    return reply(form, operation.name, { code: 0, words: 'Success' });
  }

  private phones(username: string) {
    return (this.accounts.find(username)?.devices ?? []).filter(({ name }) => name.startsWith('SEP'));
  }

  private profile(form: WebDialerForm, username: string): string {
    const devices = this.phones(username).map(({ name, model, description, lines }) => ({
      name,
      facts: [
        element('deviceName', name),
        element('phoneDesc', description ?? name),
        element('phoneType', model ?? ''),
        ...(lines ?? [{ number: '1001' }]).map(({ number }) => element('lines', `${number};Internal`)),
      ].join(''),
    }));
    const facts = '<responseCode>0</responseCode><description>Success</description>';
    if (form === 'new')
      return envelope(
        `<ns:getProfileDetailSoapResponse xmlns:ns="http://webdialer.ccm.cisco.com"><ns:return>${facts}${devices
          .map((device) => `<deviceInfoListDetail>${device.facts}</deviceInfoListDetail>`)
          .join('')}</ns:return></ns:getProfileDetailSoapResponse>`,
      );
    // RPC/encoded: what is listed stands beside, and is pointed to.
    return envelope(
      [
        '<n:getProfileDetailSoapResponse xmlns:n="urn:WD70"><getProfileDetailSoapReturn href="#id0"/></n:getProfileDetailSoapResponse>',
        `<multiRef id="id0">${facts}<deviceInfoListDetail>${devices.map((_, at) => `<deviceInfoListDetail href="#id${at + 1}"/>`).join('')}</deviceInfoListDetail></multiRef>`,
        ...devices.map(({ facts: own }, at) => `<multiRef id="id${at + 1}">${own}</multiRef>`),
      ].join(''),
    );
  }
}

function reply(
  form: WebDialerForm,
  operation: string,
  { code, words }: { readonly code: number; readonly words: string },
): string {
  const facts = `<responseCode>${code}</responseCode><responseDescription>${words}</responseDescription>`;
  return envelope(
    form === 'new'
      ? `<ns:${operation}Response xmlns:ns="http://webdialer.ccm.cisco.com"><ns:return>${facts}</ns:return></ns:${operation}Response>`
      : `<n:${operation}Response xmlns:n="urn:WD70"><${operation}Return href="#id0"/></n:${operation}Response><multiRef id="id0">${facts}</multiRef>`,
  );
}

const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;
const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const fault = (words: string): string =>
  envelope(`<s:Fault><faultcode>s:Server</faultcode><faultstring>${words}</faultstring></s:Fault>`);
