import type { Wire } from '../../shared/contract/client.ts';
import type { ClientFrame } from '../../shared/contract/envelope.ts';

/** What the preload exposes under Electron: the near end of the contract's wire and nothing else. */
export interface PreloadWire {
  send(frame: ClientFrame): void;
  onReceive(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
}

declare global {
  interface Window {
    readonly parlance?: PreloadWire;
  }
}

/** The carrier is chosen here, once: the preload's where there is one, else the loopback WebSocket. */
export async function openWire(): Promise<Wire | undefined> {
  if (window.parlance) return { ...window.parlance, close: () => window.close() };
  const token = await redeemTicket();
  return token === undefined ? undefined : openSocket(token);
}

const TOKEN_KEY = 'parlance.token';

/**
 * A new window's address carries a ticket that is good once. The token it buys lives in this tab's session storage,
 * so that a reload goes on; it is worth nothing to another origin and dies with the tab or the app.
 */
async function redeemTicket(): Promise<string | undefined> {
  const ticket = new URLSearchParams(location.hash.slice(1)).get('ticket');
  if (ticket === null) return sessionStorage.getItem(TOKEN_KEY) ?? undefined;
  history.replaceState(null, '', location.pathname);
  const response = await fetch('/session', { method: 'POST', body: ticket });
  if (!response.ok) return undefined;
  const token = await response.text();
  sessionStorage.setItem(TOKEN_KEY, token);
  return token;
}

function openSocket(token: string): Promise<Wire | undefined> {
  const socket = new WebSocket(`ws://${location.host}/contract`, ['parlance.contract', `token.${token}`]);
  const received: ((frame: unknown) => void)[] = [];
  const closed: (() => void)[] = [];
  socket.addEventListener('message', (event: MessageEvent<string>) => {
    const frame: unknown = JSON.parse(event.data);
    for (const listener of received) listener(frame);
  });
  return new Promise((resolve) => {
    socket.addEventListener('close', () => {
      resolve(undefined);
      for (const listener of closed) listener();
    });
    socket.addEventListener('open', () =>
      resolve({
        send: (frame) => socket.send(JSON.stringify(frame)),
        onReceive: (listener) => void received.push(listener),
        onClose: (listener) => void closed.push(listener),
        close: () => socket.close(),
      }),
    );
  });
}
