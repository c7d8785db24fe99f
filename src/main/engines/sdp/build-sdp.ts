import type {
  Attribute,
  Bandwidth,
  Connection,
  MediaDescription,
  SessionDescription,
} from './session-description.ts';

/** Writes a description in the order RFC 8866 section 5 wants, with CRLF. `parseSdp` reads back what this writes. */
export function buildSdp(description: SessionDescription): string {
  const { origin } = description;
  const lines = [
    'v=0',
    `o=${origin.username} ${origin.sessionId} ${origin.version} ${connectionText(origin.connection)}`,
    `s=${description.name}`,
    ...(description.connection ? [`c=${connectionText(description.connection)}`] : []),
    ...description.bandwidths.map(bandwidthLine),
    't=0 0',
    ...description.attributes.map(attributeLine),
    ...description.media.flatMap(mediaLines),
  ];
  // A value that came from outside must never start a line of its own.
  return lines.map((line) => `${line.replace(/[\r\n\0]/g, ' ')}\r\n`).join('');
}

function mediaLines(media: MediaDescription): string[] {
  return [
    `m=${media.kind} ${media.port} ${media.protocol} ${media.formats.join(' ')}`,
    ...(media.connection ? [`c=${connectionText(media.connection)}`] : []),
    ...media.bandwidths.map(bandwidthLine),
    ...media.attributes.map(attributeLine),
  ];
}

function connectionText(connection: Connection): string {
  return `IN ${connection.family} ${connection.address}`;
}

function bandwidthLine(bandwidth: Bandwidth): string {
  return `b=${bandwidth.kind}:${bandwidth.value}`;
}

function attributeLine(attribute: Attribute): string {
  return attribute.value === undefined ? `a=${attribute.name}` : `a=${attribute.name}:${attribute.value}`;
}
