/** A part of multipart/form-data (RFC 7578): a text field, or a file. */
export type FormPart =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly fileName: string;
      readonly type: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    };

/** The body, and the header that goes with it. `boundary` must not occur in any part: long and random. */
export function multipart(
  parts: readonly FormPart[],
  boundary: string,
): { readonly contentType: string; readonly body: Uint8Array } {
  const encoder = new TextEncoder();
  const pieces = parts.flatMap((part) => {
    const isFile = 'bytes' in part;
    const file = isFile ? `; filename="${quoted(part.fileName)}"\r\nContent-Type: ${part.type}` : '';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(part.name)}"${file}\r\n\r\n`;
    return [encoder.encode(head), isFile ? part.bytes : encoder.encode(part.value), encoder.encode('\r\n')];
  });
  pieces.push(encoder.encode(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: joined(pieces) };
}

/** As browsers write names: quotation marks and line ends as percent codes. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
