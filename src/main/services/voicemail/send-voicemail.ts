import type { Voicemail } from '../../../shared/domain/voicemail.ts';
import { fail, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { VoicemailAccount, VoicemailServer } from '../../ports/voicemail.port.ts';

type Wanted = Parameters<Handlers['voicemail/send']>[0];

/** Sends a message of one's own, an answer, or one that was got, with or without words before it (V11). */
export async function sendVoicemail(
  server: VoicemailServer,
  account: VoicemailAccount | undefined,
  forwarded: Voicemail | undefined,
  { to, subject, sound, forwards, isUrgent, isPrivate }: Wanted,
  signal: AbortSignal,
): Promise<Result<void>> {
  if (!account || account.servers.length === 0) return fail('voicemail.unavailable');
  if (forwards !== undefined && !forwarded) return fail('voicemail.unavailable');
  // What was told in confidence stays where it is; the server would refuse it too.
  if (forwarded?.isPrivate || forwarded?.isSecure) return fail('voicemail.not-taken');
  const recipients = to.map(recipientOf);
  const isNothing = sound === undefined && forwards === undefined;
  if (isNothing || recipients.some((each) => each === '')) return fail('voicemail.not-taken');
  return server.send(
    account,
    {
      ...{ to: recipients, subject, isUrgent, isPrivate },
      ...(sound !== undefined && { sound: Buffer.from(sound, 'base64') }),
      ...(forwards !== undefined && { forwards }),
    },
    signal,
  );
}

/** A mail address as it is; of a number only what an extension has. */
const recipientOf = (text: string): string =>
  text.includes('@') ? text.trim() : text.replace(/[^\d*#]/g, '');
