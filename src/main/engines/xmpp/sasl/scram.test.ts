import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saslprep } from './saslprep.ts';
import {
  clientFinal,
  clientFirstBare,
  deriveKeys,
  gs2Header,
  isServerProven,
  readServerFirst,
  type ScramHash,
} from './scram.ts';

/** The exchanges of RFC 5802 section 5 and RFC 7677 section 3, user `user`, password `pencil`. */
const vectors: { hash: ScramHash; nonce: string; serverFirst: string; final: string; verifier: string }[] = [
  {
    hash: 'sha1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    verifier: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    hash: 'sha256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    serverFirst: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    final:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    verifier: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
];

describe('SCRAM', () => {
  it.each(vectors)(
    'M1: makes the exchange of the RFC with $hash',
    async ({ hash, nonce, serverFirst, final, verifier }) => {
      const binding = { flag: 'n' } as const;
      const firstBare = clientFirstBare('user', nonce);
      expect(gs2Header(binding) + firstBare).toBe(`n,,n=user,r=${nonce}`);
      const first = readServerFirst(serverFirst, nonce);
      if (typeof first === 'string') throw new Error(first);
      const keys = await deriveKeys(hash, 'pencil', first.salt, first.iterations);
      const { message, expected } = clientFinal({
        hash,
        keys,
        binding,
        firstBare,
        serverFirst,
        nonce: first.nonce,
      });
      expect(message).toBe(final);
      expect(expected).toBe(verifier);
      expect(isServerProven(verifier, expected)).toBe(true);
      expect(isServerProven(`${verifier},x=later`, expected)).toBe(true);
    },
  );

  it.each([
    ['e=other-error', false],
    ['v=', false],
    ['v=rmF9pqV8S7suAoZWja4dJRkFsKR=', false],
    ['', false],
  ])('M1: does not take %j for proof', (message, isProven) => {
    expect(isServerProven(message, 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=')).toBe(isProven);
  });

  it.each([
    ['r=mineTheirs,s=QSXC,i=4095', 'too-few-iterations'],
    ['r=mineTheirs,s=QSXC,i=1', 'too-few-iterations'],
    ['r=mineTheirs,s=QSXC,i=99999999', 'too-many-iterations'],
    ['r=other,s=QSXC,i=4096', 'wrong-nonce'],
    ['r=mine,s=QSXC,i=4096', 'wrong-nonce'],
    ['m=must,r=mineTheirs,s=QSXC,i=4096', 'malformed'],
    ['r=mineTheirs,s=,i=4096', 'malformed'],
    ['e=unknown-user', 'malformed'],
    ['', 'malformed'],
  ])('M1: refuses the challenge %j', (challenge, problem) => {
    expect(readServerFirst(challenge, 'mine')).toBe(problem);
  });

  it('escapes the name and binds the channel', () => {
    expect(clientFirstBare('a=b,c', 'n')).toBe('n=a=3Db=2Cc,r=n');
    const binding = { flag: 'p', type: 'tls-exporter', data: Buffer.from([1, 2, 3]) } as const;
    expect(gs2Header(binding)).toBe('p=tls-exporter,,');
    const keys = { clientKey: Buffer.alloc(32), serverKey: Buffer.alloc(32) };
    const { message } = clientFinal({
      hash: 'sha256',
      keys,
      binding,
      firstBare: 'n=a,r=n',
      serverFirst: 'x',
      nonce: 'n',
    });
    expect(Buffer.from(/^c=([^,]+),/.exec(message)?.[1] ?? '', 'base64')).toEqual(
      Buffer.from('p=tls-exporter,,\x01\x02\x03'),
    );
  });

  it('Q2: reads any challenge without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readServerFirst(text, 'mine')));
  });
});

describe('SASLprep (RFC 4013 section 3)', () => {
  it.each([
    ['I\u00adX', 'IX'],
    ['user', 'user'],
    ['USER', 'USER'],
    ['\u00aa', 'a'],
    ['\u2168', 'IX'],
    ['a\u00a0b', 'a b'],
    ['\u0007', '\u0007'],
  ])('%j becomes %j', (text, prepared) => {
    expect(saslprep(text)).toBe(prepared);
  });
});
