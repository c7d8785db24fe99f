import { sequenceDistance } from './rtp-packet.ts';

/** RFC 3550 appendix A.1: beyond these a jump is a new beginning, not loss or disorder. */
const maxDropout = 3_000;
const maxMisorder = 100;

/**
 * Gives a relayed stream sequence numbers without holes of our making. Packets held back (hold, an unknown payload type)
 * must not show as loss, and more than 32,768 of them in a row would make the receiver's SRTP count its roll-overs wrong:
 * every packet after a hold of eleven minutes would be undecodable. Loss and disorder before us pass through as they are.
 */
export class SequenceOwner {
  #ssrc: number | undefined;
  #lastIn = 0;
  #lastOut: number;
  #hasGap = false;
  /** How far back the numbers in and out have been in step. */
  #inStep = 0;

  /** `first` is what the first packet gets: below 2¹⁵, so that no receiver can take an early loss for a roll-over. */
  constructor(first: number) {
    this.#lastOut = (first - 1) & 0xffff;
  }

  /** The number to send a packet with. */
  map(ssrc: number, sequence: number): number {
    const distance = sequenceDistance(this.#lastIn, sequence);
    const isContinuing =
      ssrc === this.#ssrc && !this.#hasGap && distance < maxDropout && distance > -maxMisorder;
    const out = isContinuing ? (this.#lastOut + distance) & 0xffff : (this.#lastOut + 1) & 0xffff;
    if (!isContinuing || distance > 0) {
      this.#inStep = isContinuing ? Math.min(this.#inStep + distance, maxDropout) : 0;
      this.#lastIn = sequence;
      this.#lastOut = out;
    }
    this.#ssrc = ssrc;
    this.#hasGap = false;
    return out;
  }

  /** The number that a packet came with, or would have come with, which is or would be `out` behind us. */
  original(out: number): number | undefined {
    const back = sequenceDistance(out, this.#lastOut);
    return back >= 0 && back <= this.#inStep ? (this.#lastIn - back) & 0xffff : undefined;
  }

  /** A packet isn't sent: the next one closes up. */
  holdBack(): void {
    this.#hasGap = true;
  }

  /** The number for a packet of our own between relayed ones. */
  insert(): number {
    this.#lastOut = (this.#lastOut + 1) & 0xffff;
    this.#inStep = -1;
    return this.#lastOut;
  }
}
