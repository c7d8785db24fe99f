/** What is read of a description that the media window made or gets; everything else in it is between the two ends. */
export interface DirectDescription {
  /** rtpmap name of the first voice codec; `''` when the sound was refused. */
  readonly codec: string;
  /** RFC 4733 events are agreed on. */
  readonly takesEvents: boolean;
}

/**
 * Reads a description of an end that speaks ICE and DTLS-SRTP itself (RFC 8827): undefined for all others, which are the
 * gateway's. A refused line is one of those too.
 */
export function readDirect(sdp: string): DirectDescription | undefined {
  const [session = '', ...lines] = sdp.split(/^(?=m=)/m);
  const audio = lines.find((line) => line.startsWith('m=audio '));
  const [, port = '', protocol = '', formats = ''] =
    /^m=audio (\d+)\S* (\S+)([^\r\n]*)/.exec(audio ?? '') ?? [];
  if (audio === undefined || !/^(?:UDP|TCP)\/TLS\/RTP\/SAVPF?$/i.test(protocol)) return undefined;
  // Of a bundle, only the first line needs to say it (RFC 9143 section 7.1.3).
  const has = (name: string): boolean =>
    [audio, session, ...(/^a=group:BUNDLE /m.test(session) ? lines : [])].some((part) =>
      part.includes(`\na=${name}:`),
    );
  const isRefused = port === '0' && !audio.includes('\na=bundle-only');
  if (!isRefused && !(has('ice-ufrag') && has('fingerprint'))) return undefined;
  const names = formats
    .trim()
    .split(/\s+/)
    .map((format) => nameOf(format, audio));
  const codec = names.find((name) => name !== '' && !AUXILIARY.includes(name.toLowerCase())) ?? '';
  return { codec: isRefused ? '' : codec, takesEvents: names.includes('telephone-event') };
}

const AUXILIARY = ['telephone-event', 'cn', 'red', 'ulpfec'];
/** Payload types that need no rtpmap (RFC 3551 section 6). */
const STATIC: Readonly<Record<string, string>> = { '0': 'PCMU', '8': 'PCMA', '9': 'G722' };

function nameOf(format: string, section: string): string {
  if (!/^\d{1,3}$/.test(format)) return '';
  return new RegExp(`^a=rtpmap:${format} ([^/\\s]+)/`, 'm').exec(section)?.[1] ?? STATIC[format] ?? '';
}
