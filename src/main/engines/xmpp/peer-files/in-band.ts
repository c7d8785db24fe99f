import { ok, type Result } from '../../../../shared/errors/result.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';

/** Bytes of one piece before base64: well below what every server takes. */
export const BLOCK = 4096;
const LARGEST_BLOCK = 65_535;
/** So many pieces wait for their answers at once. */
const WINDOW = 8;

export const openStanza = (sid: string): Element =>
  xml('open', { xmlns: NS.inBand, sid, 'block-size': String(BLOCK), stanza: 'iq' });
export const closeStanza = (sid: string): Element => xml('close', { xmlns: NS.inBand, sid });

/** Sends all of it in pieces (XEP-0047 section 2.2); numbers go round after 65,535. */
export async function sendInBand(
  sid: string,
  source: AsyncIterable<Uint8Array>,
  ask: (child: Element) => Promise<Result<unknown>>,
  onProgress: (done: number) => void,
): Promise<Result<void>> {
  let number = 0;
  let done = 0;
  const open: Promise<Result<unknown>>[] = [];
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += BLOCK) {
      const piece = chunk.subarray(at, at + BLOCK);
      const seq = String(number % 65_536);
      number += 1;
      open.push(ask(xml('data', { xmlns: NS.inBand, sid, seq }, Buffer.from(piece).toString('base64'))));
      if (open.length >= WINDOW) {
        const answer = await open.shift();
        if (answer && !answer.ok) return answer;
      }
      done += piece.length;
      onProgress(done);
    }
  }
  for (const answer of await Promise.all(open)) if (!answer.ok) return answer;
  return ok();
}

/** The bytes of a piece; undefined: not the next one, or not what it claims to be. */
export function readPiece(data: Element, expected: number): Uint8Array | undefined {
  const { seq } = data.attrs;
  const text = data.getText().replace(/\s+/g, '');
  const isNext = seq !== undefined && /^\d{1,5}$/.test(seq) && Number(seq) === expected % 65_536;
  if (!isNext || text.length > LARGEST_BLOCK * 1.4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 0 ? undefined : bytes;
}
