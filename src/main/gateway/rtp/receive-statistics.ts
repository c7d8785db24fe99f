import type { RtpHeader } from './rtp-packet.ts';
import { sequenceDistance } from './rtp-packet.ts';

/** What a receiver knows about a stream (RFC 3550 appendix A.1, A.3, A.8). A new source begins anew. */
export class ReceiveStatistics {
  #ssrc: number | undefined;
  #first = 0;
  #highest = 0;
  #received = 0;
  #lastTransit = 0;
  #jitter = 0;
  #clockRate = 8_000;
  /** Lost packets of sources that ended. */
  #lostBefore = 0;

  note(header: RtpHeader, clockRate: number, arrivalMs: number): void {
    const transit = (arrivalMs * clockRate) / 1_000 - header.timestamp;
    const distance = sequenceDistance(this.#highest & 0xffff, header.sequence);
    if (header.ssrc !== this.#ssrc || Math.abs(distance) > 3_000) {
      this.#lostBefore = this.packetsLost;
      this.#ssrc = header.ssrc;
      this.#first = header.sequence;
      this.#highest = header.sequence;
      this.#received = 1;
    } else {
      this.#highest = Math.max(this.#highest, this.#highest + distance);
      this.#received += 1;
      const change = Math.abs(transit - this.#lastTransit);
      // Another clock (a new codec) or a jump of the timestamps says nothing about the network.
      if (clockRate === this.#clockRate && change < clockRate) this.#jitter += (change - this.#jitter) / 16;
    }
    this.#lastTransit = transit;
    this.#clockRate = clockRate;
  }

  get packetsLost(): number {
    if (this.#ssrc === undefined) return 0;
    return this.#lostBefore + this.#highest - this.#first + 1 - this.#received;
  }

  get jitterMs(): number {
    return (this.#jitter * 1_000) / this.#clockRate;
  }
}
