import { connect, type Socket } from 'node:net';
import { createNetstringReader, encodeNetstring } from './netstring.ts';

/** What baresip's `ctrl_tcp` module tells, e.g. class `call`, type `CALL_ESTABLISHED`. */
export interface BaresipEvent {
  readonly class: string;
  readonly type: string;
  /** `incoming` or `outgoing`, on call events. */
  readonly direction?: string;
  readonly peeruri?: string;
  /** Call-ID. */
  readonly id?: string;
  /** Reason of a closed call, digit of a DTMF event, answer of a registration. */
  readonly param?: string;
}

/** The control socket of one baresip. */
export interface BaresipControl {
  /** All events so far, oldest first. */
  readonly events: readonly BaresipEvent[];
  /** Runs one of the menu's long commands; throws with baresip's words when it refuses. */
  command(command: string, parameters?: string): Promise<string>;
  /** Resolves when the next event arrives. */
  nextEvent(): Promise<void>;
  close(): void;
}

type Reply = { readonly ok?: boolean; readonly data?: string; readonly token?: string };

/** Connects to `ctrl_tcp`. Commands are answered by token; baresip serves one connection at a time. */
export async function connectBaresip(address: string, port: number): Promise<BaresipControl> {
  const socket = await open(address, port);
  const events: BaresipEvent[] = [];
  const waiting = new Map<string, (reply: Reply) => void>();
  const onEvent = new Set<() => void>();
  const read = createNetstringReader();
  socket.on('data', (chunk) => {
    for (const text of read(chunk)) {
      const message = JSON.parse(text) as Reply & BaresipEvent & { readonly event?: boolean };
      if (message.event === true) {
        events.push(message);
        for (const wake of [...onEvent]) wake();
        onEvent.clear();
      } else if (message.token !== undefined) {
        waiting.get(message.token)?.(message);
      }
    }
  });
  socket.on('error', () => undefined);
  let lastToken = 0;
  return {
    events,
    nextEvent: () => new Promise((resolve) => onEvent.add(resolve)),
    close: () => socket.destroy(),
    async command(command, parameters) {
      lastToken += 1;
      const token = String(lastToken);
      const reply = await new Promise<Reply>((resolve, reject) => {
        waiting.set(token, resolve);
        socket.once('close', () => reject(new Error(`baresip ended while doing "${command}"`)));
        socket.write(encodeNetstring(JSON.stringify({ command, params: parameters ?? '', token })));
      });
      waiting.delete(token);
      if (reply.ok !== true) throw new Error(`baresip refused "${command}": ${reply.data ?? ''}`);
      return reply.data ?? '';
    },
  };
}

function open(address: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.setMaxListeners(100);
    socket.once('error', reject);
  });
}
