import { createServer, connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../../test/fakes/fuzz-runs.ts';
import { seededRandom } from '../../../../../test/fakes/seeded-random.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import { readPiece, sendInBand } from './in-band.ts';
import {
  acceptance,
  offerStanza,
  readAcceptance,
  readOffset,
  readOffer,
  readStreamHosts,
  streamName,
} from './offer-stanzas.ts';
import { answerStream, askForStream } from './socks5.ts';

const iq = (child: Element, attrs: Record<string, string> = {}): Element =>
  xml('iq', { type: 'set', id: 'a1', from: 'bob@example.test/desk', ...attrs }, child);

/** What the file of an offer says. */
function say(si: Element | undefined, attribute: string, value: string): void {
  const file = si?.getChild('file');
  if (file) file.attrs[attribute] = value;
}

describe('M10: offers of files (XEP-0095, XEP-0096)', () => {
  it('M10: what is offered is what is read', () => {
    expect(readOffer(iq(offerStanza('s1', { name: 'Plan.pdf', size: 12 })))).toMatchObject({
      from: 'bob@example.test/desk',
      sid: 's1',
      iqId: 'a1',
      name: 'Plan.pdf',
      size: 12,
      methods: [NS.bytestreams, NS.inBand],
    });
    expect(readAcceptance(iq(acceptance(NS.inBand)))).toBe(NS.inBand);
  });

  it.each([
    ['another profile', (si: Element) => void (si.attrs['profile'] = 'x')],
    ['no size', (si: Element) => void delete si.getChild('file')?.attrs['size']],
    ['a size below nothing', (si: Element) => say(si, 'size', '-1')],
    ['a size beyond all disks', (si: Element) => say(si, 'size', '9999999999999')],
    ['no name', (si: Element) => say(si, 'name', '')],
    ['no way to send it', (si: Element) => void si.children.splice(1)],
    ['an endless stream id', (si: Element) => void (si.attrs['id'] = 'x'.repeat(300))],
  ])('M10 Q2: an offer with %s is none', (_, spoil) => {
    const si = offerStanza('s1', { name: 'Plan.pdf', size: 12 });
    spoil(si);
    expect(readOffer(iq(si))).toBeUndefined();
  });

  it('M10: where it shall begin is said and read, of those only that can begin there; nonsense is the beginning', () => {
    const digest = 'd41d8cd98f00b204e9800998ecf8427e';
    const ranged = offerStanza('s1', { name: 'a', size: 100, digest });
    expect(readOffer(iq(ranged))).toMatchObject({ digest });
    expect(readOffer(iq(offerStanza('s1', { name: 'a', size: 100 })))?.digest).toBeUndefined();
    say(ranged, 'hash', 'x');
    expect(readOffer(iq(ranged))?.digest).toBeUndefined();
    const offset = (from: number) => readOffset(iq(acceptance(NS.inBand, from)), 100);
    expect([0, 1, 100, 101, -1].map(offset)).toEqual([0, 1, 100, 0, 0]);
    expect(readAcceptance(iq(acceptance(NS.inBand, 50)))).toBe(NS.inBand);
  });

  it('M10: the same stream id of two people are two offers', () => {
    const one = readOffer(iq(offerStanza('s1', { name: 'a', size: 1 })));
    const other = readOffer(iq(offerStanza('s1', { name: 'a', size: 1 }), { from: 'eve@example.test/x' }));
    expect(one?.id).not.toBe(other?.id);
    expect(one?.id).toMatch(/^[\w-]{1,100}$/);
  });

  it('M10 Q2: stream hosts are bounded, and none of them is a trick', () => {
    const hosts = ['h', '-', 'a b', 'x'.repeat(300), '10.0.0.1', '::1', '/etc/passwd', 'http://x'];
    const query = xml(
      'query',
      { xmlns: NS.bytestreams },
      ...hosts.map((host) => xml('streamhost', { jid: 'p', host, port: '7777' })),
      xml('streamhost', { jid: 'p', host: 'h', port: '0' }),
      xml('streamhost', { jid: 'p', host: 'h', port: '70000' }),
      ...Array.from({ length: 50 }, () => xml('streamhost', { jid: 'p', host: 'h', port: '1' })),
    );
    const read = readStreamHosts(query);
    expect(read).toHaveLength(10);
    expect(read.slice(0, 4).map(({ host }) => host)).toEqual(['h', '-', '10.0.0.1', '::1']);
  });

  it('M10 Q2: whatever an offer holds, reading it ends, with bounded names and sizes', () => {
    const random = seededRandom(96);
    const words = [
      '',
      'x',
      '\u0000',
      '../',
      '😀',
      '9'.repeat(20),
      '-1',
      '1e9',
      NS.bytestreams,
      'a'.repeat(3000),
    ];
    const word = (): string => words[(random.bytes(1)[0] ?? 0) % words.length] ?? '';
    for (let run = 0; run < fuzzRuns(2000); run += 1) {
      const si = offerStanza(word(), { name: word(), size: Number(word()) });
      say(si, 'size', word());
      if ((random.bytes(1)[0] ?? 0) < 40)
        si.append(xml(word() === '' ? 'file' : 'feature', { xmlns: word() }));
      const read = readOffer(iq(si, { from: `bob@example.test/${word()}`, id: word() }));
      if (!read) continue;
      expect(read.name.length).toBeLessThanOrEqual(1024);
      expect(read.size).toBeGreaterThanOrEqual(0);
      expect(read.id).toMatch(/^si-[\w-]{22}$/);
    }
  });
});

describe('M10: SOCKS5 bytestreams (XEP-0065)', () => {
  const name = streamName('s1', 'alice@example.test/a', 'bob@example.test/b');

  async function meet(asked: string, wanted: string) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const came = new Promise<Socket>((resolve) => server.once('connection', resolve));
    const ours = connect(port, '127.0.0.1');
    const theirs = await came;
    const answered = answerStream(theirs, (each) => each === wanted).catch((error: unknown) => error);
    const ended = askForStream(ours, asked).catch((error: unknown) => error);
    const results = [await ended, await answered];
    return {
      results,
      ours,
      theirs,
      close() {
        for (const socket of [ours, theirs]) socket.destroy();
        server.close();
      },
    };
  }

  it('M10: the name is the digest of the stream and its two ends, and the bytes follow', async () => {
    expect(name).toMatch(/^[0-9a-f]{40}$/);
    const { results, ours, theirs, close } = await meet(name, name);
    expect(results).toEqual([undefined, name]);
    theirs.end('hello');
    let got = '';
    for await (const chunk of ours) got += String(chunk);
    expect(got).toBe('hello');
    close();
  });

  it('M10: whoever asks for another stream gets none', async () => {
    const { results, close } = await meet('0'.repeat(40), name);
    expect(results.every((each) => each instanceof Error)).toBe(true);
    close();
  });
});

describe('M10: in-band bytestreams (XEP-0047)', () => {
  it('M10: pieces are numbered round past 65,535, and only the next one is taken', async () => {
    const sent: Element[] = [];
    const source = async function* () {
      for (let n = 0; n < 65_540; n += 1) yield new Uint8Array([n % 256]);
    };
    const ask = async (child: Element) => {
      sent.push(child);
      return { ok: true as const, value: undefined };
    };
    let done = 0;
    expect(await sendInBand('s1', source(), ask, (now) => (done = now))).toEqual({
      ok: true,
      value: undefined,
    });
    expect(done).toBe(65_540);
    expect(sent[65_536]?.attrs['seq']).toBe('0');
    expect(readPiece(sent[65_537] as Element, 65_537)).toEqual(Buffer.from([1]));
    expect(readPiece(sent[5] as Element, 4)).toBeUndefined();
    expect(readPiece(xml('data', { seq: '0' }, 'not base64!'), 0)).toBeUndefined();
    expect(readPiece(xml('data', { seq: '0' }, 'A'.repeat(100_000)), 0)).toBeUndefined();
  });
});
