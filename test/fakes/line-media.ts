import type { MediaLine } from '../../lab/embedded/media/media-line.ts';
import type { SipMedia } from '../../src/main/ports/sip.port.ts';
import { fail, ok } from '../../src/shared/errors/result.ts';

/** A call's media over the lab's plain RTP line: no browser, no gateway; a tone out, tone detection in. */
export interface LineMedia extends SipMedia {
  readonly line: MediaLine;
  /** What signalling asked for, in order. */
  readonly asked: string[];
}

export function lineMedia(line: MediaLine): LineMedia {
  const asked: string[] = [];
  const note = <T>(what: string, value: T): T => {
    asked.push(what);
    return value;
  };
  return {
    line,
    asked,
    createOffer: () => Promise.resolve(note('offer', ok(line.describe()))),
    createAnswer: (offer) =>
      Promise.resolve(
        note('answer', line.acceptOffer(offer) ? ok(line.describe()) : fail('call.no-common-codec')),
      ),
    applyAnswer: (answer) =>
      Promise.resolve(note('apply', line.acceptAnswer(answer) ? ok() : fail('call.no-common-codec'))),
    applyEarlyAnswer: (answer, tag) => {
      line.acceptAnswer(answer);
      return Promise.resolve(note(`early ${tag}`, ok()));
    },
    rollback: () => Promise.resolve(note('rollback', ok())),
  };
}
