import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where Prosody asks whether a one-time password is good. */
export interface TokenCheck {
  /** Asked with `?userid=alice@example.test&token=…`: 200 is yes. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the question on loopback; `redeem` answers it and uses the token up. `addressOf`: the part before the @ of the chat
 * address that a user has, where that isn't the user ID.
 */
export async function startTokenCheck(
  redeem: (user: string, token: string) => boolean,
  addressOf: (user: string) => string = () => '',
): Promise<TokenCheck> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://lab');
    // The user ID may be a mail address itself (T14): the last @ is the one before the domain.
    const user = (searchParams.get('userid') ?? '').replace(/@[^@]*$/, '');
    const isGood = redeem(user, searchParams.get('token') ?? '');
    response.writeHead(isGood ? 200 : 403).end(isGood ? addressOf(user) : '');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/token`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
