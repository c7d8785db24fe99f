import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { CalendarAccount, CalendarCall } from '../../ports/calendar.port.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../link/http-client.ts';
import { parseXml, type XmlElement } from '../link/xml-document.ts';

export interface CalendarRequest extends Pick<HttpRequest, 'method' | 'body' | 'headers'> {
  readonly url: string;
}

/** What came, and from where after all. */
export interface CalendarAnswer {
  readonly url: string;
  readonly answer: HttpAnswer;
}

const MOST_REDIRECTS = 4;
/** A calendar of many years. */
const MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/**
 * One question to a calendar server. The password goes over TLS only, and only to the host that the person named: a redirection to
 * another is refused. 200 and 207 are answers.
 */
export async function askCalendar(
  http: HttpClient,
  request: CalendarRequest,
  account: Pick<CalendarAccount, 'username' | 'password'>,
  call: CalendarCall,
): Promise<Result<CalendarAnswer>> {
  let url = URL.parse(request.url);
  const host = url?.hostname ?? '';
  for (let steps = 0; url && steps <= MOST_REDIRECTS; steps += 1) {
    if (account.password !== '' && url.protocol !== 'https:') return fail('tls.required', { host });
    if (account.password !== '' && url.hostname !== host)
      return fail('http.bad-content', { host }, 'a redirection to elsewhere');
    const answer = await http.request({
      ...{ ...request, url: url.href, ...call, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS },
      headers: {
        ...request.headers,
        ...(account.password !== '' && { authorization: basic(account) }),
      },
    });
    if (!answer.ok) return answer;
    const { status, headers } = answer.value;
    const location = [301, 302, 303, 307, 308].includes(status) ? headers['location'] : undefined;
    if (location === undefined) return verdict(answer.value, url.href, host);
    url = URL.parse(location, url.href);
  }
  return fail('http.bad-content', { host }, url ? 'too many redirections' : 'not a web address');
}

/** Likewise, for a document of XML. */
export async function askXml(
  http: HttpClient,
  request: CalendarRequest,
  account: Pick<CalendarAccount, 'username' | 'password'>,
  call: CalendarCall,
): Promise<Result<{ readonly url: string; readonly root: XmlElement }>> {
  const asked = await askCalendar(http, request, account, call);
  if (!asked.ok) return asked;
  const { url, answer } = asked.value;
  const parsed = parseXml(answer.body);
  if (!parsed.ok) return fail('http.bad-content', { host: hostOf(url) }, parsed.error.detail);
  return ok({ url, root: parsed.value });
}

export function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}

function verdict(answer: HttpAnswer, url: string, host: string): Result<CalendarAnswer> {
  const { status } = answer;
  if (status === 200 || status === 207 || status === 304) return ok({ url, answer });
  if (status === 401) return fail('auth.wrong-password', { host }, 'HTTP 401');
  if ([403, 404, 405, 410].includes(status)) return fail('calendar.not-found', { host }, `HTTP ${status}`);
  return tryLater(answer, host);
}

/** A status nobody expected, with when the server wants to be asked again (RFC 9110 section 10.2.3), `retryAfter` in seconds. */
export function tryLater({ status, headers }: HttpAnswer, host: string): Result<never> {
  const said = headers['retry-after'] ?? '';
  // A date is compared with the server's own clock.
  const until = Date.parse(said) - Date.parse(headers['date'] ?? '');
  const retryAfter = /^\d{1,9}$/.test(said) ? Number(said) : Math.ceil(until / 1000);
  return fail('http.status', { host, status, ...(retryAfter > 0 && { retryAfter }) }, `HTTP ${status}`);
}

/** RFC 7617 in UTF-8. */
function basic({ username, password }: Pick<CalendarAccount, 'username' | 'password'>): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
