import * as z from 'zod/mini';
import { calendarKindSchema } from '../domain/calendar.ts';
import { command, nothing } from './command.ts';

const text = (max: number) => z.string().check(z.maxLength(max));

/** The person's calendars (M5). */
export const calendarCommands = {
  /**
   * Reads the calendar once, and keeps it if that worked. Errors: calendar.not-allowed, and what reading can give:
   * auth.wrong-password, calendar.not-found, tls.required, net.* …
   */
  'calendar/add': command(
    z.object({
      kind: calendarKindSchema,
      address: z.string().check(z.minLength(1), z.maxLength(4096)),
      username: text(1024),
      password: text(1024),
    }),
    nothing,
  ),
  'calendar/remove': command(z.object({ id: text(100) }), nothing),
  /** Reads all of them now, also those whose password was refused. */
  'calendar/refresh': command(nothing, nothing),
};
