import type { Wire } from '../../shared/contract/client.ts';
import type { Carrier } from '../ports/carrier.port.ts';

/**
 * Both ends of a wire within one process: for tests, and for a main that talks to itself.
 * Frames are copied as a real wire would, so nobody can share an object by mistake, and arrive later, never at once.
 */
export function createMemoryPair(): { wire: Wire; carrier: Carrier } {
  const toMain: ((frame: unknown) => void)[] = [];
  const toClient: ((frame: unknown) => void)[] = [];
  const closed: (() => void)[] = [];
  let isClosed = false;
  const deliver = (listeners: ((frame: unknown) => void)[], frame: unknown) => {
    const copy: unknown = JSON.parse(JSON.stringify(frame));
    queueMicrotask(() => {
      if (!isClosed) for (const listener of listeners) listener(copy);
    });
  };
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of closed) listener();
  };
  return {
    wire: {
      send: (frame) => deliver(toMain, frame),
      onReceive: (listener) => void toClient.push(listener),
      onClose: (listener) => void closed.push(listener),
      close,
    },
    carrier: {
      send: (frame) => deliver(toClient, frame),
      onReceive: (listener) => void toMain.push(listener),
      onClose: (listener) => void closed.push(listener),
      close,
    },
  };
}
