/** RFC 6120 section 13.12: every server takes stanzas of this many bytes. */
const TAKEN_BY_ALL_BYTES = 10_000;
/** A bad line may lose a stream or two under a long message; more is no accident. */
const MOST_LOSSES = 4;

/** A message of ours, and whom it is for. */
export interface HeavyMessage {
  readonly id: string;
  readonly peer: string;
}

/**
 * Messages that a server may not take because of their size. It says so by ending the stream (policy-violation), or just by
 * cutting the connection; written again on each new stream, such a message would end that one too, and chat for ever.
 */
export class HeavyMessages {
  private readonly open = new Map<string, HeavyMessage & { bytes: number; losses: number }>();

  /** One is on its way, perhaps again. */
  written(message: HeavyMessage, bytes: number): void {
    if (bytes <= TAKEN_BY_ALL_BYTES) return;
    const losses = this.open.get(message.id)?.losses ?? 0;
    this.open.set(message.id, { ...message, bytes, losses });
  }

  /** The server has them. */
  accepted(ids: readonly (string | undefined)[]): void {
    for (const id of ids) if (id !== undefined) this.open.delete(id);
  }

  /** The stream is lost with those on their way. Answers the ones that must not be written again. */
  lost(): readonly HeavyMessage[] {
    for (const message of this.open.values()) message.losses += 1;
    return this.take([...this.open.values()].filter(({ losses }) => losses >= MOST_LOSSES));
  }

  /** The server has ended the stream over what we wrote: that was the longest. */
  blamed(): readonly HeavyMessage[] {
    return this.take([...this.open.values()].toSorted((a, b) => b.bytes - a.bytes).slice(0, 1));
  }

  private take(messages: readonly HeavyMessage[]): readonly HeavyMessage[] {
    for (const { id } of messages) this.open.delete(id);
    return messages;
  }
}
