interface WithBody {
  readonly body?: string;
  getHeader(name: string): string | undefined;
}

export interface BodyPart {
  /** As its Content-Type says, `''` when nothing does. */
  readonly type: string;
  readonly body: string;
}

const MOST_PARTS = 20;

/** The parts of a multipart body (RFC 2046), or the body as its only part; none when there is no body. */
export function bodyParts(message: WithBody): readonly BodyPart[] {
  const { body } = message;
  if (!body) return [];
  const type = message.getHeader('content-type') ?? '';
  const boundary = /^\s*multipart\/.*?;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;]{1,70}))/is.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return [{ type, body }];
  return body
    .split(`--${mark}`)
    .slice(1, MOST_PARTS)
    .flatMap((part) => {
      const blank = part.indexOf('\r\n\r\n');
      if (blank < 0) return [];
      const found = /^content-type\s*:\s*(.*)$/im.exec(part.slice(0, blank))?.[1]?.trim() ?? '';
      return [{ type: found, body: part.slice(blank + 4).replace(/\r\n$/, '') }];
    });
}
