import type { ServerFrame } from '../../shared/contract/envelope.ts';

/**
 * One connected client, whatever the wire. The implementer has already checked the sender (window, frame and origin,
 * or loopback, Origin and token) and the frame's size; the router checks the shape.
 * `receive` is called with whatever arrived, unparsed objects included.
 */
export interface Carrier {
  send(frame: ServerFrame): void;
  onReceive(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** What a connected client may do. `media`: the page that holds the sound of calls, shown nowhere. */
export type ClientRole = 'window' | 'media' | 'control';
