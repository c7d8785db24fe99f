import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { CalendarAccount, CalendarCall, CalendarWindow } from '../../ports/calendar.port.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { child, descendants, path, type XmlElement } from '../link/xml-document.ts';
import { askXml, hostOf } from './calendar-http.ts';

const DAY_MS = 86_400_000;
/** Holidays, teams, birthdays: more calendars than this are not asked. */
const MOST_CALENDARS = 20;
const XML = { 'content-type': 'application/xml; charset=utf-8' };
const PROPERTIES =
  '<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:resourcetype/><d:current-user-principal/><c:calendar-home-set/><c:supported-calendar-component-set/></d:prop></d:propfind>';

/** The person's event calendars below an address (RFC 4791 section 6.2.1, RFC 6764 section 6): itself, if it is one. */
export async function findCalendars(
  { http, dns }: { readonly http: HttpClient; readonly dns: Pick<Dns, 'srv'> },
  account: CalendarAccount,
  call: CalendarCall,
): Promise<Result<readonly string[]>> {
  const start = (await namedByDomain(dns, account.address, call.signal)) ?? startUrl(account.address);
  const first = await propfind(http, start, 0, account, call);
  const isRoot = URL.parse(start)?.pathname === '/';
  const entry =
    isRoot && (!first.ok || !hasWayOn(first.value)) && (first.ok || first.error.code === 'calendar.not-found')
      ? await propfind(http, new URL('/.well-known/caldav', start).href, 0, account, call)
      : first;
  if (!entry.ok) return entry;
  const here = entry.value[0];
  if (here && isCalendar(here)) return ok([here.url]);
  const home = await homeOf(http, entry.value, account, call);
  if (!home.ok) return home;
  const listed = await propfind(http, home.value, 1, account, call);
  if (!listed.ok) return listed;
  const calendars = listed.value.filter(isCalendar).map(({ url }) => url);
  if (calendars.length === 0) return fail('calendar.not-found', { host: hostOf(start) }, 'no calendars');
  return ok(calendars.slice(0, MOST_CALENDARS));
}

/** The iCalendar documents of a calendar that touch the window; a day more, as all-day events have no zone. */
export async function queryCalendar(
  http: HttpClient,
  url: string,
  window: CalendarWindow,
  account: CalendarAccount,
  call: CalendarCall,
): Promise<Result<string>> {
  const range = `start="${stamp(window.from - DAY_MS)}" end="${stamp(window.to + DAY_MS)}"`;
  const body =
    '<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>' +
    `<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range ${range}/>` +
    '</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>';
  const asked = await askXml(
    http,
    { method: 'REPORT', url, headers: { ...XML, depth: '1' }, body },
    account,
    call,
  );
  if (!asked.ok) return asked;
  return ok(
    descendants(asked.value.root, 'calendar-data')
      .map(({ text }) => text)
      .join('\r\n'),
  );
}

interface Resource {
  readonly url: string;
  readonly props: XmlElement | undefined;
}

async function homeOf(
  http: HttpClient,
  entry: readonly Resource[],
  account: CalendarAccount,
  call: CalendarCall,
): Promise<Result<string>> {
  const here = entry[0];
  const near = here && linkOf(here, 'calendar-home-set');
  if (near !== undefined) return ok(near);
  const principal = here && linkOf(here, 'current-user-principal');
  const host = hostOf(here?.url ?? '');
  if (principal === undefined) return fail('calendar.not-found', { host }, 'no principal');
  const asked = await propfind(http, principal, 0, account, call);
  if (!asked.ok) return asked;
  const home = asked.value[0] && linkOf(asked.value[0], 'calendar-home-set');
  return home === undefined ? fail('calendar.not-found', { host }, 'no calendar home') : ok(home);
}

async function propfind(
  http: HttpClient,
  url: string,
  depth: 0 | 1,
  account: CalendarAccount,
  call: CalendarCall,
): Promise<Result<readonly Resource[]>> {
  const headers = { ...XML, depth: String(depth) };
  const asked = await askXml(http, { method: 'PROPFIND', url, headers, body: PROPERTIES }, account, call);
  if (!asked.ok) return asked;
  const base = asked.value.url;
  return ok(
    descendants(asked.value.root, 'response').flatMap((response) => {
      const href = URL.parse(child(response, 'href')?.text ?? '', base)?.href;
      // Of a property that is not there the status says so; it is empty then.
      const props = response.children
        .filter(({ name }) => name.toLowerCase() === 'propstat')
        .map((propstat) => child(propstat, 'prop'))
        .filter((prop) => prop !== undefined);
      const merged = props[0] && { ...props[0], children: props.flatMap(({ children }) => children) };
      return href === undefined ? [] : [{ url: href, props: merged }];
    }),
  );
}

const hasWayOn = (resources: readonly Resource[]): boolean => {
  const [here] = resources;
  return (
    here !== undefined &&
    (isCalendar(here) ||
      linkOf(here, 'calendar-home-set') !== undefined ||
      linkOf(here, 'current-user-principal') !== undefined)
  );
};

function isCalendar({ props }: Resource): boolean {
  const type = child(props, 'resourcetype');
  const components = child(props, 'supported-calendar-component-set')?.children ?? [];
  const names = components.map(({ attributes }) => attributes.get('name')?.toUpperCase());
  return child(type, 'calendar') !== undefined && (names.length === 0 || names.includes('VEVENT'));
}

function linkOf({ url, props }: Resource, name: string): string | undefined {
  const href = path(props, name, 'href')?.text;
  return href === undefined || href === '' ? undefined : URL.parse(href, url)?.href;
}

/**
 * Where the records of a mail address' domain say that its calendars are (RFC 6764 section 3). The password goes there, so
 * only a host of the domain itself is believed (section 8); another is for the person to name.
 */
async function namedByDomain(
  dns: Pick<Dns, 'srv'>,
  address: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const domain = /^(?:[^@/:]*@)?([^@/:]+)$/.exec(address.trim())?.[1]?.toLowerCase();
  if (domain === undefined || !domain.includes('.')) return undefined;
  const asked = await dns.srv(`_caldavs._tcp.${domain}`, signal);
  const records = asked.ok ? asked.value.records : [];
  const [first] = records
    .map((record) => ({ ...record, target: record.target.toLowerCase() }))
    .filter(({ target }) => target === domain || target.endsWith(`.${domain}`))
    .toSorted((one, other) => one.priority - other.priority || other.weight - one.weight);
  if (first === undefined) return undefined;
  return new URL(`https://${first.target}:${first.port}/`).href;
}

/** A whole address, a host, or the domain of a mail address. */
function startUrl(address: string): string {
  const plain = address.trim();
  if (/^[a-z]+:\/\//i.test(plain)) return plain;
  return `https://${plain.slice(plain.lastIndexOf('@') + 1)}`.replace(/^(https:\/\/[^/]+)$/, '$1/');
}

const stamp = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
