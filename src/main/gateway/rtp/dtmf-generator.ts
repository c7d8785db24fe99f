/** What an event packet says (RFC 4733 section 2.3), beside the audio packet whose place it takes. */
export interface EventPacket {
  readonly hasMarker: boolean;
  /** Frozen at the tone's beginning. */
  readonly timestamp: number;
  readonly payload: Buffer;
}

/** An audio packet's place in time: its timestamp, and how long it is, both in the audio's clock. */
export interface AudioSlot {
  readonly timestamp: number;
  readonly length: number;
}

export interface ToneTiming {
  readonly durationMs: number;
  readonly gapMs: number;
}

type Phase =
  | { readonly name: 'idle' }
  | {
      readonly name: 'tone';
      readonly event: number;
      readonly startedAt: number;
      readonly endsSent: number;
      readonly duration: number;
    }
  /** Audio passes until the slot that begins here or later. */
  | { readonly name: 'gap'; readonly startedAt: number; readonly lengthMs: number };

const eventLetters = '0123456789*#ABCD';
/** dBm0 below full, as the power of a keypad's tone: −10. */
const volume = 10;
const pauseMs = 2_000;
const endPackets = 3;
const maxQueued = 256;

/** Whether every character is a digit that can be sent: 0-9 * # A-D, and `,` for a pause. */
export function areDigits(text: string): boolean {
  return /^[0-9*#A-D,]{1,128}$/i.test(text);
}

/**
 * Turns queued digits into event packets. Audio packets are replaced one for one, so the sequence stays whole and the
 * pace is the audio's own: asked for each audio packet, it gives what to send instead, or undefined to let it pass.
 */
export class DtmfGenerator {
  readonly #queue: { readonly letter: string; readonly timing: ToneTiming }[] = [];
  #phase: Phase = { name: 'idle' };

  /** False when too much is queued already. */
  enqueue(digits: string, timing: ToneTiming): boolean {
    if (this.#queue.length + digits.length > maxQueued) return false;
    for (const letter of digits.toUpperCase()) this.#queue.push({ letter, timing });
    return true;
  }

  get isActive(): boolean {
    return this.#queue.length > 0 || this.#phase.name !== 'idle';
  }

  clear(): void {
    this.#queue.length = 0;
    this.#phase = { name: 'idle' };
  }

  replace(
    slot: AudioSlot,
    clocks: { readonly audio: number; readonly event: number },
  ): EventPacket | undefined {
    if (this.#phase.name === 'gap') {
      const passedMs = (elapsed(this.#phase.startedAt, slot.timestamp) * 1_000) / clocks.audio;
      if (passedMs < this.#phase.lengthMs) return undefined;
      this.#phase = { name: 'idle' };
    }
    if (this.#phase.name === 'idle') this.#begin(slot);
    return this.#phase.name === 'tone' ? this.#continue(this.#phase, slot, clocks) : undefined;
  }

  #begin(slot: AudioSlot): void {
    const next = this.#queue[0];
    if (!next) return;
    if (next.letter === ',') {
      this.#queue.shift();
      this.#phase = { name: 'gap', startedAt: slot.timestamp, lengthMs: pauseMs };
    } else {
      const event = eventLetters.indexOf(next.letter);
      this.#phase = { name: 'tone', event, startedAt: slot.timestamp, endsSent: 0, duration: 0 };
    }
  }

  #continue(
    tone: Extract<Phase, { name: 'tone' }>,
    slot: AudioSlot,
    clocks: { audio: number; event: number },
  ): EventPacket {
    const timing = this.#queue[0]?.timing ?? { durationMs: 0, gapMs: 0 };
    const scale = clocks.event / clocks.audio;
    const wanted = Math.round((timing.durationMs * clocks.event) / 1_000);
    // Ends repeat the final duration (section 2.5.1.4); else the event has lasted to this slot's end.
    const reached = Math.round((elapsed(tone.startedAt, slot.timestamp) + slot.length) * scale);
    const duration = tone.endsSent > 0 ? tone.duration : Math.min(reached, 0xffff);
    const isEnd = tone.endsSent > 0 || reached >= wanted || reached >= 0xffff;
    const endsSent = tone.endsSent + (isEnd ? 1 : 0);
    if (endsSent === endPackets) {
      this.#queue.shift();
      this.#phase = { name: 'gap', startedAt: slot.timestamp + slot.length, lengthMs: timing.gapMs };
    } else {
      this.#phase = { ...tone, endsSent, duration };
    }
    const payload = Buffer.from([tone.event, (isEnd ? 0x80 : 0) | volume, duration >> 8, duration & 0xff]);
    return { hasMarker: tone.duration === 0, timestamp: tone.startedAt, payload };
  }
}

/** From one timestamp to a later one, over the wrap at 2³². A timestamp before `from` counts as no time. */
function elapsed(from: number, to: number): number {
  return Math.max(0, (to - from) | 0);
}
