import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { SipCall } from '../../ports/sip.port.ts';

interface EventSender {
  readonly canSendEvents: boolean;
  sendEvents(digits: string): Promise<Result<void>>;
}

const TONE_MS = 160;
const PAUSE_MS = 2_000;

/**
 * Digits as RFC 4733 events where the far end takes them, else each by SIP INFO. A server that subscribed
 * to them hears of each besides, and then needs no INFO. `,` and `;` are pauses of two seconds.
 */
export async function sendDigits(
  digits: string,
  media: EventSender,
  sip: SipCall,
  clock: Clock,
): Promise<Result<void>> {
  const wanted = digits.replaceAll(';', ',');
  if (media.canSendEvents) {
    for (const digit of wanted.replaceAll(',', '')) sip.reportDigit(digit.toUpperCase());
    return media.sendEvents(wanted);
  }
  for (const digit of wanted) {
    if (digit === ',') await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));
    else if (!sip.reportDigit(digit.toUpperCase())) {
      const sent = await sip.sendInfoDtmf(digit, TONE_MS);
      if (!sent.ok)
        return sent.error.code === 'call.not-possible-now'
          ? sent
          : fail('media.dtmf-not-negotiated', undefined, sent.error.detail);
    }
  }
  return ok();
}
