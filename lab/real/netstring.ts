/** Netstrings (`<length>:<bytes>,`), the framing of baresip's control socket. */
export function encodeNetstring(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.from(`${body.length}:`), body, Buffer.from(',')]);
}

/** Takes bytes as they come and answers each complete text. Throws when the stream isn't netstrings. */
export function createNetstringReader(): (chunk: Buffer) => string[] {
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    const texts: string[] = [];
    for (;;) {
      const colon = pending.indexOf(':');
      if (colon === -1) {
        if (pending.length > 9) throw new Error('not a netstring: no length');
        return texts;
      }
      const length = Number(pending.toString('latin1', 0, colon));
      if (!Number.isInteger(length)) throw new Error('not a netstring: bad length');
      const end = colon + 1 + length;
      if (pending.length <= end) return texts;
      if (pending[end] !== 0x2c) throw new Error('not a netstring: no comma');
      texts.push(pending.toString('utf8', colon + 1, end));
      pending = pending.subarray(end + 1);
    }
  };
}
