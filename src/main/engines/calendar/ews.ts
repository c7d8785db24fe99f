import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type {
  CalendarAccount,
  CalendarCall,
  CalendarEntry,
  CalendarWindow,
} from '../../ports/calendar.port.ts';
import { expectStatus, type HttpClient } from '../link/http-client.ts';
import {
  childText,
  descendants,
  escapeXml,
  find,
  parseXml,
  path,
  textOf,
  type XmlElement,
} from '../link/xml-document.ts';
import { hostOf, tryLater } from './calendar-http.ts';
import { joinLinks } from './join-links.ts';

const MOST_ITEMS = 200;
const TIMEOUT_MS = 30_000;
const LONGEST_TEXT = 500;

const FIELDS = [
  'item:Subject',
  ...[
    'Start',
    'End',
    'LegacyFreeBusyStatus',
    'Location',
    'IsAllDayEvent',
    'IsCancelled',
    'MyResponseType',
    'Organizer',
  ].map((field) => `calendar:${field}`),
];

/** Exchange's calendar by its web services: FindItem with a CalendarView, which repeats series itself, then bodies for their links. */
export async function readExchange(
  http: HttpClient,
  url: string,
  window: CalendarWindow,
  account: CalendarAccount,
  call: CalendarCall,
): Promise<Result<readonly CalendarEntry[]>> {
  const found = await soap(http, url, findItems(window), account, call);
  if (!found.ok) return found;
  const items = descendants(found.value, 'CalendarItem').filter(takesPlace);
  const ids = items.map((item) => find(item, 'ItemId')?.attributes.get('Id') ?? '').filter((id) => id !== '');
  // A meeting without its links is better than none.
  const bodies = ids.length === 0 ? undefined : await soap(http, url, getBodies(ids), account, call);
  const links = bodies?.ok ? linksById(bodies.value) : new Map<string, readonly string[]>();
  return ok(items.flatMap((item) => readItem(item, links)));
}

/** The address of the web services, as the mail domain's autodiscover names it. Refused passwords end the search. */
export async function discoverExchange(
  http: HttpClient,
  account: CalendarAccount,
  domain: string,
  call: CalendarCall,
): Promise<Result<string>> {
  const body =
    '<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">' +
    `<Request><EMailAddress>${escapeXml(account.address)}</EMailAddress>` +
    '<AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>';
  let last: Result<never> = fail('calendar.not-found', { host: domain }, 'no autodiscover');
  for (const host of [`autodiscover.${domain}`, domain]) {
    const url = `https://${host}/autodiscover/autodiscover.xml`;
    const answered = await post(http, url, body, account, call);
    if (answered.ok) {
      const named = descendants(answered.value, 'EwsUrl').find(({ text }) => /^https:/i.test(text))?.text;
      if (named !== undefined && URL.canParse(named)) return ok(named);
      last = fail('calendar.not-found', { host }, textOf(answered.value, 'ErrorCode') ?? 'no EwsUrl');
    } else if (answered.error.code === 'auth.wrong-password' || call.signal.aborted) return answered;
    else if (!['net.name-not-found', 'net.refused', 'net.unreachable'].includes(answered.error.code))
      last = answered;
  }
  return last;
}

export const exchangeUrl = (server: string): string =>
  /^https?:\/\//i.test(server) ? server : `https://${server}/EWS/Exchange.asmx`;

function takesPlace(item: XmlElement): boolean {
  return childText(item, 'IsCancelled') !== 'true' && childText(item, 'MyResponseType') !== 'Decline';
}

const SHOWS: Readonly<Record<string, CalendarEntry['shows']>> = {
  Free: 'free',
  Tentative: 'tentative',
  Busy: 'busy',
  OOF: 'out-of-office',
  WorkingElsewhere: 'elsewhere',
};

function readItem(item: XmlElement, links: ReadonlyMap<string, readonly string[]>): readonly CalendarEntry[] {
  const startsAt = Date.parse(childText(item, 'Start') ?? '');
  const endsAt = Date.parse(childText(item, 'End') ?? '');
  if (!(endsAt >= startsAt)) return [];
  const id = find(item, 'ItemId')?.attributes.get('Id') ?? '';
  const location = childText(item, 'Location')?.slice(0, LONGEST_TEXT);
  const organizer = textOf(path(item, 'Organizer', 'Mailbox'), 'Name')?.slice(0, LONGEST_TEXT);
  const response = childText(item, 'MyResponseType');
  const shows = SHOWS[childText(item, 'LegacyFreeBusyStatus') ?? ''] ?? 'busy';
  return [
    {
      id: `${id.slice(-200)}/${startsAt}`,
      title: (childText(item, 'Subject') ?? '').slice(0, LONGEST_TEXT),
      ...{ startsAt, endsAt, isAllDay: childText(item, 'IsAllDayEvent') === 'true' },
      shows:
        shows === 'busy' && (response === 'Tentative' || response === 'NoResponseReceived')
          ? 'tentative'
          : shows,
      ...(organizer !== undefined && { organizer }),
      ...(location !== undefined && { location }),
      links: joinLinks(location, ...(links.get(id) ?? [])),
    },
  ];
}

function linksById(root: XmlElement): ReadonlyMap<string, readonly string[]> {
  return new Map(
    descendants(root, 'CalendarItem').map((item) => [
      find(item, 'ItemId')?.attributes.get('Id') ?? '',
      joinLinks(childText(item, 'Body')),
    ]),
  );
}

function findItems({ from, to }: CalendarWindow): string {
  const fields = FIELDS.map((field) => `<t:FieldURI FieldURI="${field}"/>`).join('');
  return (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>' +
    `<t:AdditionalProperties>${fields}</t:AdditionalProperties></m:ItemShape>` +
    `<m:CalendarView MaxEntriesReturned="${MOST_ITEMS}" StartDate="${new Date(from).toISOString()}" EndDate="${new Date(to).toISOString()}"/>` +
    '<m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds></m:FindItem>'
  );
}

function getBodies(ids: readonly string[]): string {
  const items = ids.map((id) => `<t:ItemId Id="${escapeXml(id)}"/>`).join('');
  return (
    '<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:BodyType>Text</t:BodyType>' +
    '<t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/></t:AdditionalProperties></m:ItemShape>' +
    `<m:ItemIds>${items}</m:ItemIds></m:GetItem>`
  );
}

async function soap(
  http: HttpClient,
  url: string,
  body: string,
  account: CalendarAccount,
  call: CalendarCall,
): Promise<Result<XmlElement>> {
  const envelope =
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">' +
    `<soap:Header><t:RequestServerVersion Version="Exchange2010_SP1"/></soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
  const answered = await post(http, url, envelope, account, call);
  if (!answered.ok) return answered;
  const host = hostOf(url);
  const code = textOf(answered.value, 'ResponseCode');
  if (code === 'NoError') return answered;
  if (code === undefined) return fail('http.bad-content', { host }, 'no answer of Exchange');
  if (
    /^Error(ServerBusy|TimeoutExpired|MailboxStoreUnavailable|InternalServerTransientError|ConnectionFailed)$/.test(
      code,
    )
  )
    return fail('http.status', { host, status: 503, ...backOff(answered.value) }, code);
  const isAbsent =
    /^Error(AccessDenied|NonExistentMailbox|FolderNotFound|ItemNotFound|NoPublicFolder.*)$/.test(code);
  return fail(isAbsent ? 'calendar.not-found' : 'calendar.unreadable', { host }, code);
}

/** How long Exchange wants to be left alone, told in milliseconds. */
function backOff(root: XmlElement): { readonly retryAfter?: number } {
  const values = descendants(root, 'Value');
  const told = values.find(({ attributes }) => attributes.get('Name') === 'BackOffMilliseconds')?.text ?? '';
  return /^\d{1,10}$/.test(told.trim()) ? { retryAfter: Math.ceil(Number(told) / 1000) } : {};
}

/** Faults come with 500 and an XML body: what they say counts. */
async function post(
  http: HttpClient,
  url: string,
  body: string,
  account: CalendarAccount,
  call: CalendarCall,
): Promise<Result<XmlElement>> {
  const host = hostOf(url);
  if (!/^https:/i.test(url)) return fail('tls.required', { host });
  const authorization = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
  const headers = { 'content-type': 'text/xml; charset=utf-8', authorization };
  const answer = await http.request({ ...call, method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  if (status === 401) return fail('auth.wrong-password', { host }, 'HTTP 401');
  if (status === 403 || status === 404) return fail('calendar.not-found', { host }, `HTTP ${status}`);
  if (status === 429 || status === 503) return tryLater(answer.value, host);
  const accepted = expectStatus(answer, url, 200, 500);
  if (!accepted.ok) return accepted;
  const parsed = parseXml(answer.value.body);
  if (parsed.ok) return parsed;
  return status === 500
    ? fail('http.status', { host, status }, 'HTTP 500')
    : fail('http.bad-content', { host }, parsed.error.detail);
}
