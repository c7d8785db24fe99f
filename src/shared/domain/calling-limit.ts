import * as z from 'zod/mini';

/**
 * Why a call can do less than it could:
 * - `survivable`: the site's survivable router serves, which knows the basics only (T13);
 * - `signalling-lost`: no server can be reached for it, or none knows it; its voice goes on (A9).
 */
export const callingLimitSchema = z.enum(['survivable', 'signalling-lost']);
export type CallingLimit = z.infer<typeof callingLimitSchema>;

/** Everything that a phone may offer, whether this client has it yet or not: what is added must say here how it is limited. */
export type CallFeature =
  | 'start'
  | 'end'
  | 'hold'
  | 'resume'
  | 'mute'
  | 'unmute'
  | 'dtmf'
  | 'video'
  | 'transfer'
  | 'divert'
  | 'park'
  | 'record'
  | 'conference'
  | 'ad-hoc-conference'
  | 'send-to-mobile'
  | 'dial-via-office'
  | 'bfcp';

const LEFT: Readonly<Record<CallingLimit, readonly CallFeature[]>> = {
  survivable: ['start', 'end', 'hold', 'resume', 'mute', 'unmute', 'dtmf'],
  // Digits travel with the voice (RFC 4733); hold would need the server (cisco-uc 1.6).
  'signalling-lost': ['end', 'mute', 'unmute', 'dtmf'],
};

/** Whether a feature is there under this limit; without a limit all are. */
export function isLeft(feature: CallFeature, limit: CallingLimit | undefined): boolean {
  return limit === undefined || LEFT[limit].includes(feature);
}
