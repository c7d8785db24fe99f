import { dateFormat } from '../../text/formats.ts';
import { text } from '../../text/text.ts';

const clock = dateFormat({ hour: 'numeric', minute: '2-digit' });
const short = dateFormat({ day: 'numeric', month: 'short' });
const full = dateFormat({ dateStyle: 'full', timeStyle: 'short' });

const DAY_MS = 86_400_000;
const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** The time today, «Yesterday», else day and month. */
export function historyTime(at: number): string {
  const daysAgo = Math.round((midnight(Date.now()) - midnight(at)) / DAY_MS);
  if (daysAgo === 0) return clock.format(at);
  return daysAgo === 1 ? text('calls.yesterday') : short.format(at);
}

export const exactTime = (at: number) => full.format(at);

/** «42 s», «7 min», «1 h 5 min»; nothing for calls that never connected. Whole seconds, as the card of the call has counted them. */
export function durationText(ms: number): string {
  if (ms <= 0) return '';
  const seconds = Math.max(1, Math.floor(ms / 1000));
  if (seconds < 60) return text('calls.duration.seconds', { seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return text('calls.duration.minutes', { minutes });
  return text('calls.duration.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
