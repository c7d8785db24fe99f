import { createCalendars } from '../engines/calendar/create-calendars.ts';
import { createHttpClient } from '../engines/link/http-client.ts';
import type { Policies } from '../ports/policies.port.ts';
import { type CalendarService, createCalendarService } from '../services/calendar/create-calendar.service.ts';
import type { SettingsSource } from '../ports/settings-source.port.ts';
import type { Foundation } from './create-foundation.ts';
import { readCalendarFile } from './machine/read-calendar-file.ts';

export interface CalendarParts {
  readonly settings: SettingsSource;
  readonly policies: Policies;
  readonly onMeeting: (isInMeeting: boolean) => void;
}

/** Calendars with connections of their own: their servers are often nobody else's. */
export function createCalendar(
  { host, engines, common }: Pick<Foundation, 'host' | 'engines' | 'common'>,
  parts: CalendarParts,
): CalendarService {
  const { clock } = host;
  const service = createCalendarService({
    ...{
      ...common,
      ...parts,
      secrets: host.secrets,
      isMac: host.caps.platform === 'mac',
      log: host.log.child('calendar'),
    },
    calendars: createCalendars({
      http: createHttpClient({ dialer: engines.dialer, clock, service: 'calendar' }),
      dns: engines.dns,
      readFile: readCalendarFile,
      now: () => clock.now(),
      zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
  });
  host.network.onChange((change) => change !== 'offline' && change !== 'suspending' && service.nudge());
  return service;
}
