import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type {
  CalendarAccount,
  CalendarCall,
  CalendarEntry,
  Calendars,
  CalendarWindow,
} from '../../ports/calendar.port.ts';
import type { Dns } from '../../ports/dns.port.ts';
import type { HttpClient } from '../link/http-client.ts';
import { findCalendars, queryCalendar } from './caldav.ts';
import { askCalendar, hostOf } from './calendar-http.ts';
import { discoverExchange, exchangeUrl, readExchange } from './ews.ts';
import { calendarEntries } from './ical/read-calendar.ts';
import { inSlices } from './ical/steps.ts';

export interface CalendarsPorts {
  readonly http: HttpClient;
  readonly dns: Pick<Dns, 'srv'>;
  /** A calendar file of this computer's, bounded: calendar.not-found, http.too-large. */
  readonly readFile: (path: string) => Promise<Result<string>>;
  /** ms, from whenever: how long the others have waited. */
  readonly now: () => number;
  /** This computer's time zone, by its name in the tz database. */
  readonly zone: () => string;
}

/** Calendars of every kind behind one port. Where they were found is remembered as long as the app runs. */
export function createCalendars(ports: CalendarsPorts): Calendars {
  return new AllCalendars(ports);
}

class AllCalendars implements Calendars {
  private readonly ports: CalendarsPorts;
  /** By account: calendar collections, or the web services. */
  private readonly places = new Map<string, readonly string[]>();
  /** Documents that have not changed are not sent again. */
  private readonly documents = new Map<string, { readonly tag: string; readonly text: string }>();

  constructor(ports: CalendarsPorts) {
    this.ports = ports;
  }

  async read(account: CalendarAccount, window: CalendarWindow, call: CalendarCall) {
    const place = `${account.kind} ${account.address} ${account.username}`;
    const result = await this.readFrom(place, account, window, call);
    // The server may have moved them.
    if (!result.ok) this.places.delete(place);
    return result;
  }

  private async readFrom(
    place: string,
    account: CalendarAccount,
    window: CalendarWindow,
    call: CalendarCall,
  ): Promise<Result<readonly CalendarEntry[]>> {
    switch (account.kind) {
      case 'ics': {
        const text = await this.document(account, call);
        return text.ok ? this.entries(text.value, account, window) : text;
      }
      case 'caldav': {
        const found = await this.remembered(place, () => findCalendars(this.ports, account, call));
        if (!found.ok) return found;
        const texts = await Promise.all(
          found.value.map((url) => queryCalendar(this.ports.http, url, window, account, call)),
        );
        const failed = texts.find((text) => !text.ok);
        if (failed && !failed.ok) return failed;
        const text = texts.map((each) => (each.ok ? each.value : '')).join('\r\n');
        return text.trim() === '' ? ok([]) : this.entries(text, account, window);
      }
      case 'exchange': {
        const found = await this.remembered(place, () => this.exchange(account, call));
        const [url] = found.ok ? found.value : [];
        if (!found.ok || url === undefined) return found.ok ? ok([]) : found;
        return readExchange(this.ports.http, url, window, account, call);
      }
    }
  }

  private async remembered(
    place: string,
    find: () => Promise<Result<readonly string[]>>,
  ): Promise<Result<readonly string[]>> {
    const known = this.places.get(place);
    if (known) return ok(known);
    const found = await find();
    if (found.ok) this.places.set(place, found.value);
    return found;
  }

  private async exchange(account: CalendarAccount, call: CalendarCall): Promise<Result<readonly string[]>> {
    const at = account.address.lastIndexOf('@');
    if (at === -1) return ok([exchangeUrl(account.address)]);
    const found = await discoverExchange(this.ports.http, account, account.address.slice(at + 1), call);
    return found.ok ? ok([found.value]) : found;
  }

  private async entries(
    text: string,
    account: CalendarAccount,
    window: CalendarWindow,
  ): Promise<Result<readonly CalendarEntry[]>> {
    const own = [account.address, account.username]
      .map((each) => each.trim().toLowerCase())
      .filter((each) => each.includes('@'));
    const options = { own, home: this.ports.zone() };
    const entries = await inSlices(calendarEntries(text, window, options), this.ports.now);
    return entries
      ? ok(entries)
      : fail('calendar.not-found', { host: hostOf(account.address) }, 'no iCalendar');
  }

  /** Links of calendar programs (`webcal:`) mean HTTPS. */
  private async document(account: CalendarAccount, call: CalendarCall): Promise<Result<string>> {
    const address = account.address.trim().replace(/^webcals?:/i, 'https:');
    if (!/^https?:/i.test(address)) return this.ports.readFile(address.replace(/^file:\/\//i, ''));
    const before = this.documents.get(address);
    const headers = {
      accept: 'text/calendar, */*;q=0.5',
      ...(before && { 'if-none-match': before.tag }),
    };
    const asked = await askCalendar(this.ports.http, { url: address, headers }, account, call);
    if (!asked.ok) return asked;
    const { answer } = asked.value;
    if (answer.status === 304 && before) return ok(before.text);
    const text = new TextDecoder().decode(answer.body);
    const tag = answer.headers['etag'];
    if (tag === undefined) this.documents.delete(address);
    else this.documents.set(address, { tag, text });
    return ok(text);
  }
}
