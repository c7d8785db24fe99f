/** At most this much of a file is in memory at once, and as much is lost when the line is. */
const PIECE = 512 * 1024;

type Send = (address: string, init?: RequestInit) => Promise<Response>;

/** Hands files over to main and fetches them, beside the contract: the same door under every host. */
export interface FileDoor {
  /** True when main has all of it. Ends early when it was stopped, here or there. */
  handOver(id: string, file: Blob, signal: AbortSignal): Promise<boolean>;
  /** Where a file that is here can be had; pictures can be shown from there. */
  addressOf(id: string): string;
}

/** `base` is the host's `blobBase`. `send` is `fetch`. */
export function createFileDoor(base: string, send: Send): FileDoor {
  return {
    async handOver(id, file, signal) {
      for (let at = 0; at < file.size; at += PIECE) {
        const piece = await file.slice(at, at + PIECE).arrayBuffer();
        const answer = await send(`${base}upload/${id}?at=${at}`, { method: 'POST', body: piece, signal });
        if (!answer.ok) return false;
      }
      return true;
    },
    addressOf: (id) => `${base}file/${id}`,
  };
}
