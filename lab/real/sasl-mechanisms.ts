import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** Mechanisms the stock packages are given; they bring none themselves. */
export type SaslMechanismName = 'PLAIN' | 'SCRAM-SHA-1' | 'SCRAM-SHA-256' | 'CISCO-VTG-TOKEN';

/** The shape `@xmpp/sasl` drives: `response` first, then `challenge` and `response` in turn. */
export interface SaslMechanism {
  readonly name: SaslMechanismName;
  readonly clientFirst: true;
  response(): string;
  challenge(text: string): void;
}

export interface SaslCredentials {
  readonly user: string;
  readonly domain: string;
  readonly secret: string;
}

export function createSaslMechanism(name: SaslMechanismName, credentials: SaslCredentials): SaslMechanism {
  if (name === 'SCRAM-SHA-1' || name === 'SCRAM-SHA-256') return scram(name, credentials);
  const { user, domain, secret } = credentials;
  const first = name === 'PLAIN' ? `\0${user}\0${secret}` : `userid=${user}@${domain}\0token=${secret}`;
  return { name, clientFirst: true, response: () => first, challenge: () => undefined };
}

/** RFC 5802 without channel binding. The server's signature comes with success, which `@xmpp/sasl` doesn't show. */
function scram(name: 'SCRAM-SHA-1' | 'SCRAM-SHA-256', { user, secret }: SaslCredentials): SaslMechanism {
  const digest = name === 'SCRAM-SHA-1' ? 'sha1' : 'sha256';
  const hmac = (key: Buffer, text: string): Buffer => createHmac(digest, key).update(text).digest();
  const firstBare = `n=${user},r=${randomBytes(12).toString('hex')}`;
  let serverFirst = '';
  const final = (): string => {
    const field = (key: string): string =>
      serverFirst
        .split(',')
        .find((part) => part.startsWith(`${key}=`))
        ?.slice(2) ?? '';
    const salted = pbkdf2Sync(
      secret,
      Buffer.from(field('s'), 'base64'),
      Number(field('i')),
      digest === 'sha1' ? 20 : 32,
      digest,
    );
    const clientKey = hmac(salted, 'Client Key');
    const withoutProof = `c=biws,r=${field('r')}`;
    const signature = hmac(
      createHash(digest).update(clientKey).digest(),
      `${firstBare},${serverFirst},${withoutProof}`,
    );
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
    return `${withoutProof},p=${proof.toString('base64')}`;
  };
  return {
    name,
    clientFirst: true,
    response: () => (serverFirst === '' ? `n,,${firstBare}` : final()),
    challenge: (text) => void (serverFirst = text),
  };
}
