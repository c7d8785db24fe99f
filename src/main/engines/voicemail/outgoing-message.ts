import { randomUUID } from 'node:crypto';
import type { OutgoingVoicemail } from '../../ports/voicemail.port.ts';

/**
 * A message as Unity Connection takes it (Cisco's CUMI guide, "Sending Messages"): a multipart of the message, its
 * recipients, and the sound where there is one. A recipient is an extension, or a mail address.
 */
export function outgoingMessage({ to, subject, sound, isUrgent, isPrivate }: OutgoingVoicemail): {
  readonly type: string;
  readonly body: Uint8Array;
} {
  const boundary = `parlance-${randomUUID()}`;
  const message = `<Message>${[
    leaf('Subject', subject),
    '<ArrivalTime>0</ArrivalTime><FromSub>false</FromSub>',
    leaf('Priority', isUrgent ? 'Urgent' : 'Normal'),
    leaf('Sensitivity', isPrivate ? 'Private' : 'Normal'),
  ].join('')}</Message>`;
  const recipients = `<Recipients>${to
    .map((each) => `<Recipient><Type>TO</Type><Address>${addressOf(each)}</Address></Recipient>`)
    .join('')}</Recipients>`;
  const parts = [xmlPart(boundary, message), xmlPart(boundary, recipients)];
  if (sound)
    parts.push(
      Buffer.from(`--${boundary}\r\nContent-Type: audio/wav\r\n\r\n`),
      Buffer.from(sound),
      Buffer.from('\r\n'),
    );
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { type: `multipart/form-data;boundary=${boundary}`, body: Buffer.concat(parts) };
}

const xmlPart = (boundary: string, xml: string): Buffer =>
  Buffer.from(
    `--${boundary}\r\nContent-Type: application/xml\r\n\r\n<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${xml}\r\n`,
  );

const addressOf = (text: string): string =>
  text.includes('@') ? leaf('SmtpAddress', text) : leaf('DtmfAccessId', text);

const leaf = (name: string, value: string): string =>
  `<${name}>${value.replace(/[<>&]/g, (mark) => ({ '<': '&lt;', '>': '&gt;' })[mark] ?? '&amp;')}</${name}>`;
