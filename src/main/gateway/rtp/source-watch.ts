import { readRtpHeader, sequenceDistance } from './rtp-packet.ts';

export interface Source {
  readonly address: string;
  readonly port: number;
}

/** 100 ms of sound, one after the other. */
const ENOUGH = 5;
const LARGEST_STEP = 10;

/**
 * Where packets may come from, and where ours go. A far end behind NAT announces an address that nobody can reach, and sends
 * from another (RFC 7362): while nothing has come from the announced one, a steady stream from elsewhere is followed. Whoever
 * was announced and speaks is listened to from then on, and nobody else.
 */
export class SourceWatch {
  readonly #isLatching: boolean;
  #announced: Source | undefined;
  #hasSpoken = false;
  #latched: Source | undefined;
  /** Where the sound came from before it was to come from elsewhere: what is still under way is no reason to follow it. */
  #former: Source | undefined;
  #candidate: { readonly source: Source; ssrc: number; sequence: number; count: number } | undefined;

  /** `isLatching` false: only what comes from the announced address is taken. */
  constructor(isLatching: boolean) {
    this.#isLatching = isLatching;
  }

  /** Where to send instead of the announced place. */
  get latched(): Source | undefined {
    return this.#latched;
  }

  /** The far end's description; undefined: it names no place, as in the hold of RFC 2543. */
  expect(announced: Source | undefined): void {
    const before = this.#announced;
    if (before && announced && isSame(before, announced)) return;
    this.#former = this.#latched ?? before;
    this.#announced = announced;
    this.#latched = undefined;
    this.#candidate = undefined;
    this.#hasSpoken = false;
  }

  /** Any port of an address will do: some send and receive on different ones. */
  knows(source: Source): boolean {
    if (this.#announced === undefined) return true;
    return source.address === this.#announced.address || source.address === this.#latched?.address;
  }

  /** As `knows`, for a packet of sound, which may be what makes its source known. */
  takes(source: Source, packet: Buffer): boolean {
    if (source.address === this.#announced?.address) {
      this.#hasSpoken = true;
      this.#latched = undefined;
      return true;
    }
    if (this.knows(source)) return true;
    if (!this.#isLatching || this.#hasSpoken || !this.#isSteady(source, packet)) return false;
    this.#latched = { address: source.address, port: source.port };
    return true;
  }

  #isSteady(source: Source, packet: Buffer): boolean {
    const header = readRtpHeader(packet);
    if (!header || (this.#former && isSame(this.#former, source))) return false;
    const { ssrc, sequence } = header;
    const last = this.#candidate;
    const step = last ? sequenceDistance(last.sequence, sequence) : 0;
    const goesOn = last && isSame(last.source, source) && last.ssrc === ssrc;
    const isNext = goesOn && step > 0 && step <= LARGEST_STEP;
    this.#candidate = { source, ssrc, sequence, count: isNext ? last.count + 1 : 1 };
    return this.#candidate.count >= ENOUGH;
  }
}

const isSame = (one: Source, other: Source): boolean =>
  one.address === other.address && one.port === other.port;
