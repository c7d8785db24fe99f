import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Exchange knows of an appointment. Times are ms since 1970. */
export interface ExchangeItem {
  readonly id: string;
  readonly subject: string;
  readonly start: number;
  readonly end: number;
  readonly status?: 'Free' | 'Tentative' | 'Busy' | 'OOF' | 'WorkingElsewhere' | 'NoData';
  readonly location?: string;
  readonly isAllDay?: boolean;
  readonly isCancelled?: boolean;
  readonly response?: 'Accept' | 'Decline' | 'Tentative' | 'NoResponseReceived' | 'Organizer';
  readonly organizer?: string;
  readonly body?: string;
}

/** How it can fail: a response code in an answer, a SOAP fault, no calendar, or nonsense. */
export type ExchangeFault = 'busy' | 'access-denied' | 'odd-error' | 'not-soap' | 'unavailable';

export interface ExchangeLab {
  readonly port: number;
  /** Requests by their operation, in order: `FindItem`, `GetItem`, `Autodiscover`. */
  readonly asked: string[];
  items: readonly ExchangeItem[];
  fault: ExchangeFault | undefined;
  stop(): Promise<void>;
}

export interface ExchangeLabOptions {
  readonly host: string;
  readonly port?: number;
  readonly certificate: { readonly cert: string; readonly key: string };
  readonly users: Readonly<Record<string, string>>;
  readonly items?: readonly ExchangeItem[];
  /** What autodiscover names; absent: it knows nobody. */
  readonly ewsUrl?: (port: number) => string;
}

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types';
const MESSAGES = 'http://schemas.microsoft.com/exchange/services/2006/messages';

export async function startExchangeLab(options: ExchangeLabOptions): Promise<ExchangeLab> {
  const lab = {
    port: 0,
    asked: [] as string[],
    items: options.items ?? [],
    fault: undefined as ExchangeFault | undefined,
  };
  const server: Server = createServer(options.certificate, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => answer(request, response, body));
  });
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const send = (status: number, content = '', headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', ...headers }).end(content);
    };
    if (!isKnown(request.headers.authorization, options.users))
      return send(401, '', { 'www-authenticate': 'Basic realm="exchange"' });
    if (request.method !== 'POST') return send(405);
    if (/^\/autodiscover\/autodiscover\.xml$/i.test(request.url ?? '')) {
      lab.asked.push('Autodiscover');
      return send(200, autodiscover(options.ewsUrl?.(lab.port)));
    }
    if (!/^\/ews\/exchange\.asmx$/i.test(request.url ?? '')) return send(404);
    const operation = /<m:(FindItem|GetItem)\b/.exec(body)?.[1] ?? '';
    lab.asked.push(operation);
    if (lab.fault === 'unavailable') return send(503, 'The service is unavailable.');
    if (lab.fault === 'not-soap') return send(200, '<html><body>Sign in</body></html>');
    if (lab.fault === 'busy') return send(500, busyFault());
    if (lab.fault) return send(200, refused(operation, lab.fault));
    return send(200, operation === 'FindItem' ? found(lab.items, body) : bodies(lab.items, body));
  };
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, options.host, resolve));
  lab.port = (server.address() as AddressInfo).port;
  return Object.assign(lab, {
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function isKnown(header: string | undefined, users: Readonly<Record<string, string>>): boolean {
  const [user = '', ...password] = Buffer.from(/^Basic (.+)$/.exec(header ?? '')?.[1] ?? '', 'base64')
    .toString()
    .split(':');
  return Object.hasOwn(users, user) && users[user] === password.join(':');
}

/** A CalendarView gives what touches it, series already repeated. */
function found(items: readonly ExchangeItem[], body: string): string {
  const [, from = '', to = ''] = /StartDate="([^"]+)" EndDate="([^"]+)"/.exec(body) ?? [];
  const within = items.filter(({ start, end }) => start < Date.parse(to) && end > Date.parse(from));
  const rows = within.map((item) => calendarItem(item, calendarFields(item))).join('');
  return envelope(
    response(
      'FindItem',
      `<m:RootFolder TotalItemsInView="${within.length}" IncludesLastItemInRange="true"><t:Items>${rows}</t:Items></m:RootFolder>`,
    ),
  );
}

function bodies(items: readonly ExchangeItem[], body: string): string {
  const ids = [...body.matchAll(/<t:ItemId Id="([^"]+)"/g)].map(([, id]) => id);
  const messages = items
    .filter(({ id }) => ids.includes(id))
    .map((item) =>
      message(
        'GetItem',
        `<m:Items>${calendarItem(item, `<t:Body BodyType="Text">${escape(item.body ?? '')}</t:Body>`)}</m:Items>`,
      ),
    );
  return envelope(
    `<m:GetItemResponse xmlns:m="${MESSAGES}" xmlns:t="${TYPES}"><m:ResponseMessages>${messages.join('')}</m:ResponseMessages></m:GetItemResponse>`,
  );
}

const calendarItem = ({ id }: ExchangeItem, fields: string): string =>
  `<t:CalendarItem><t:ItemId Id="${id}" ChangeKey="DwAAAA"/>${fields}</t:CalendarItem>`;

function calendarFields(item: ExchangeItem): string {
  const time = (at: number) => new Date(at).toISOString().replace('.000', '');
  return [
    `<t:Subject>${escape(item.subject)}</t:Subject>`,
    `<t:Start>${time(item.start)}</t:Start><t:End>${time(item.end)}</t:End>`,
    `<t:IsAllDayEvent>${item.isAllDay === true}</t:IsAllDayEvent>`,
    `<t:LegacyFreeBusyStatus>${item.status ?? 'Busy'}</t:LegacyFreeBusyStatus>`,
    item.location === undefined ? '' : `<t:Location>${escape(item.location)}</t:Location>`,
    `<t:IsCancelled>${item.isCancelled === true}</t:IsCancelled>`,
    `<t:MyResponseType>${item.response ?? 'Organizer'}</t:MyResponseType>`,
    `<t:Organizer><t:Mailbox><t:Name>${escape(item.organizer ?? '')}</t:Name></t:Mailbox></t:Organizer>`,
  ].join('');
}

function refused(operation: string, fault: 'access-denied' | 'odd-error'): string {
  const code = fault === 'access-denied' ? 'ErrorAccessDenied' : 'ErrorInternalServerError';
  return envelope(
    `<m:${operation}Response xmlns:m="${MESSAGES}" xmlns:t="${TYPES}"><m:ResponseMessages>` +
      `<m:${operation}ResponseMessage ResponseClass="Error"><m:MessageText>Access is denied.</m:MessageText>` +
      `<m:ResponseCode>${code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey></m:${operation}ResponseMessage>` +
      `</m:ResponseMessages></m:${operation}Response>`,
  );
}

/** Throttling is a SOAP fault with HTTP 500, and says how long to stay away. */
function busyFault(): string {
  const e = 'http://schemas.microsoft.com/exchange/services/2006/errors';
  return envelope(
    '<s:Fault xmlns:s="' +
      SOAP +
      `"><faultcode>s:Server</faultcode><faultstring>The server cannot service this request right now.</faultstring><detail>` +
      `<e:ResponseCode xmlns:e="${e}">ErrorServerBusy</e:ResponseCode><e:Message xmlns:e="${e}">The server cannot service this request right now.</e:Message>` +
      `<t:MessageXml xmlns:t="${TYPES}"><t:Value Name="BackOffMilliseconds">60000</t:Value></t:MessageXml></detail></s:Fault>`,
  );
}

const response = (operation: string, content: string): string =>
  `<m:${operation}Response xmlns:m="${MESSAGES}" xmlns:t="${TYPES}"><m:ResponseMessages>${message(operation, content)}</m:ResponseMessages></m:${operation}Response>`;

const message = (operation: string, content: string): string =>
  `<m:${operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${content}</m:${operation}ResponseMessage>`;

const envelope = (content: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP}"><s:Body>${content}</s:Body></s:Envelope>`;

function autodiscover(ewsUrl: string | undefined): string {
  const space = 'http://schemas.microsoft.com/exchange/autodiscover';
  if (ewsUrl === undefined)
    return `<Autodiscover xmlns="${space}/responseschema/2006"><Response><Error Time="10:00:00" Id="1"><ErrorCode>500</ErrorCode><Message>The e-mail address cannot be found.</Message></Error></Response></Autodiscover>`;
  return (
    `<Autodiscover xmlns="${space}/responseschema/2006"><Response xmlns="${space}/outlook/responseschema/2006a">` +
    '<Account><AccountType>email</AccountType><Action>settings</Action>' +
    `<Protocol><Type>EXCH</Type><EwsUrl>${escape(ewsUrl)}</EwsUrl></Protocol></Account></Response></Autodiscover>`
  );
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
