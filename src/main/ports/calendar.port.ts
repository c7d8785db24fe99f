import type { Result } from '../../shared/errors/result.ts';
import type { Span } from './trace.port.ts';

/** Where somebody's calendar is. `address` as they typed it: a link, a file, a server, a mail address. */
export interface CalendarAccount {
  /** `ics`: one iCalendar document behind a link or in a file; `caldav` RFC 4791; `exchange` its web services. */
  readonly kind: 'ics' | 'caldav' | 'exchange';
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

/** One occurrence of something in a calendar. */
export interface CalendarEntry {
  /** The same for the same occurrence at each reading. */
  readonly id: string;
  readonly title: string;
  /** ms since 1970. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly isAllDay: boolean;
  /** What it means for the person's time. */
  readonly shows: 'busy' | 'tentative' | 'free' | 'out-of-office' | 'elsewhere';
  readonly organizer?: string;
  readonly location?: string;
  /** Web, phone and SIP addresses found in it, those made for joining first. */
  readonly links: readonly string[];
}

/** From `from` until before `to`, ms since 1970. */
export interface CalendarWindow {
  readonly from: number;
  readonly to: number;
}

export interface CalendarCall {
  readonly span: Span;
  readonly signal: AbortSignal;
}

/**
 * Reads calendars. Cancelled occurrences and declined invitations are left out. Failures: auth.wrong-password,
 * calendar.not-found (nothing there is a calendar), calendar.unreadable (it is, but makes no sense), tls.required (a password would
 * go unprotected), http.status, http.too-large, http.bad-content, net.*, tls.*, app.cancelled.
 */
export interface Calendars {
  read(
    account: CalendarAccount,
    window: CalendarWindow,
    call: CalendarCall,
  ): Promise<Result<readonly CalendarEntry[]>>;
}
