import { dateFormat } from '../../text/formats.ts';
import { text } from '../../text/text.ts';

const clock = dateFormat({ hour: 'numeric', minute: '2-digit' });
const full = dateFormat({ dateStyle: 'full', timeStyle: 'medium' });
const weekday = dateFormat({ weekday: 'long', day: 'numeric', month: 'long' });
const date = dateFormat({ year: 'numeric', month: 'long', day: 'numeric' });
const short = dateFormat({ day: 'numeric', month: 'short' });

const DAY_MS = 86_400_000;
const daysAgo = (at: number) =>
  Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / DAY_MS);

export const clockTime = (at: number) => clock.format(at);
export const exactTime = (at: number) => full.format(at);

/** «Today», «Yesterday», the weekday within this year, else the date. */
export function dayName(at: number): string {
  const ago = daysAgo(at);
  if (ago === 0) return text('chat.today');
  if (ago === 1) return text('chat.yesterday');
  return new Date(at).getFullYear() === new Date().getFullYear() ? weekday.format(at) : date.format(at);
}

/** For lists: the time today, «Yesterday», else day and month. */
export function listTime(at: number): string {
  const ago = daysAgo(at);
  if (ago === 0) return clock.format(at);
  return ago === 1 ? text('chat.yesterday') : short.format(at);
}
