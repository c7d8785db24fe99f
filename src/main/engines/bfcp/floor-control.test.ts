import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import type { BfcpMessage, BfcpVersion } from './bfcp-message.ts';
import { bfcpErrors, primitives } from './bfcp-message.ts';
import type { FloorAccess } from './floor-control.ts';
import { FloorControl } from './floor-control.ts';
import type { FloorHolder } from './floor.machine.ts';
import { readBfcp } from './read-bfcp.ts';
import { writeBfcp } from './write-bfcp.ts';

const access: FloorAccess = { conferenceId: 77, userId: 2, floorId: 1 };
const other: FloorAccess = { conferenceId: 99, userId: 3, floorId: 5 };

interface Seen {
  readonly holder: FloorHolder;
  readonly isTakenAway: boolean;
}

/** Two ends with a wire between them that can lose what it is given. */
function two(roles: 'one serves' | 'both serve', version: BfcpVersion = 2) {
  const clock = manualClock();
  const wire = { isCut: false, losing: 0, sent: [] as string[] };
  const seen: { one: Seen[]; two: Seen[] } = { one: [], two: [] };
  const ends: { one?: FloorControl; two?: FloorControl } = {};
  const to = (name: 'one' | 'two') => (octets: Buffer) => {
    const read = readBfcp(octets, version);
    wire.sent.push(
      `${name === 'one' ? 'two' : 'one'}: ${read.kind === 'message' ? read.message.primitive : read.kind}`,
    );
    if (wire.isCut) return;
    if (wire.losing > 0) {
      wire.losing -= 1;
      return;
    }
    queueMicrotask(() => ends[name]?.receive(octets));
  };
  const end = (name: 'one' | 'two', server: FloorAccess | undefined, client: FloorAccess | undefined) =>
    new FloorControl({
      clock,
      version,
      server,
      client,
      send: to(name === 'one' ? 'two' : 'one'),
      onHolder: (holder, isTakenAway) => seen[name].push({ holder, isTakenAway }),
    });
  const both = roles === 'both serve';
  const one = (ends.one = end('one', access, both ? other : undefined));
  const twoEnd = (ends.two = end('two', both ? other : undefined, access));
  one.start();
  twoEnd.start();
  return { clock, wire, seen, one, two: twoEnd };
}

describe('who may show slides', () => {
  it.each([
    ['one serves', 2],
    ['both serve', 2],
    ['one serves', 1],
  ] as const)(
    'V9: the floor is asked for, given, given back and taken by the other: %s, version %s',
    async (roles, version) => {
      const t = two(roles, version);
      expect(await t.two.take()).toBe(true);
      expect(t.two.holder).toBe('us');
      await vi.waitFor(() => expect(t.one.holder).toBe('them'));
      t.two.give();
      expect(t.two.holder).toBe('nobody');
      await vi.waitFor(() => expect(t.one.holder).toBe('nobody'));
      expect(await t.one.take()).toBe(true);
      await vi.waitFor(() => expect(t.two.holder).toBe('them'));
      t.one.give();
      await vi.waitFor(() => expect(t.two.holder).toBe('nobody'));
    },
  );

  it.each(['one serves', 'both serve'] as const)(
    'V9: whoever asks last gets it, and the other is told that their turn is over: %s',
    async (roles) => {
      const t = two(roles);
      expect(await t.two.take()).toBe(true);
      await vi.waitFor(() => expect(t.one.holder).toBe('them'));
      expect(await t.one.take()).toBe(true);
      await vi.waitFor(() => expect(t.seen.two.at(-1)?.holder).toBe('them'));
      expect(t.seen.two.some(({ isTakenAway }) => isTakenAway)).toBe(true);
      expect(await t.two.take()).toBe(true);
      await vi.waitFor(() => expect(t.one.holder).toBe('them'));
      expect(t.seen.one.at(-1)).toEqual({ holder: 'them', isTakenAway: true });
    },
  );

  it('V9: over UDP what is lost is said again after half a second, one and two; the answer to a repeat is the same', async () => {
    const t = two('one serves');
    await vi.waitFor(() => expect(t.wire.sent).toContain('one: FloorStatus'));
    t.wire.losing = 2;
    const taken = t.two.take();
    t.clock.advance(500);
    t.clock.advance(1_000);
    expect(await taken).toBe(true);
    expect(t.wire.sent.filter((one) => one === 'two: FloorRequest')).toHaveLength(3);
  });

  it('V9: nobody answers: three repeats, then it is refused', async () => {
    const t = two('one serves');
    await vi.waitFor(() => expect(t.wire.sent).toContain('one: FloorStatus'));
    t.wire.isCut = true;
    const taken = t.two.take();
    t.clock.advance(500 + 1_000 + 2_000 + 4_000);
    expect(await taken).toBe(false);
    expect(t.wire.sent.filter((one) => one === 'two: FloorRequest')).toHaveLength(4);
    expect(t.two.holder).toBe('nobody');
  });
});

/** A server of its own kind: what is said to it, and what it says. */
function withServer() {
  const clock = manualClock();
  const said: BfcpMessage[] = [];
  const seen: Seen[] = [];
  const floor = new FloorControl({
    clock,
    version: 2,
    client: access,
    onHolder: (holder, isTakenAway) => seen.push({ holder, isTakenAway }),
    send: (octets) => {
      const read = readBfcp(octets, 2);
      if (read.kind === 'message') said.push(read.message);
    },
  });
  const say = (message: Partial<BfcpMessage> & Pick<BfcpMessage, 'primitive'>): void =>
    floor.receive(
      writeBfcp({
        version: 2,
        isResponse: false,
        conferenceId: 77,
        userId: 2,
        transactionId: 1,
        attributes: [],
        ...message,
      }),
    );
  const status = (state: 'pending' | 'granted' | 'denied' | 'revoked', id = 4): BfcpMessage['attributes'] => [
    {
      name: 'floor-request-information',
      id,
      attributes: [
        {
          name: 'overall-request-status',
          id,
          attributes: [{ name: 'request-status', state, queuePosition: 0 }],
        },
        { name: 'floor-request-status', id: 1, attributes: [] },
      ],
    },
  ];
  const lastAsked = () => said.findLast(({ primitive }) => primitive === 'FloorRequest')?.transactionId ?? 0;
  const answer = (state: 'pending' | 'granted' | 'denied') =>
    say({
      primitive: 'FloorRequestStatus',
      isResponse: true,
      transactionId: lastAsked(),
      attributes: status(state),
    });
  return { clock, said, seen, floor, say, status, answer };
}

describe('a server of somebody else', () => {
  it('V9: hello first, then who holds the floor', async () => {
    const t = withServer();
    t.floor.start();
    expect(t.said.map(({ primitive }) => primitive)).toEqual(['Hello']);
    t.say({ primitive: 'HelloAck', isResponse: true, transactionId: t.said[0]?.transactionId ?? 0 });
    await vi.waitFor(() => expect(t.said.at(-1)).toMatchObject({ primitive: 'FloorQuery', userId: 2 }));
    t.say({
      primitive: 'FloorStatus',
      isResponse: true,
      transactionId: t.said.at(-1)?.transactionId ?? 0,
      attributes: [{ name: 'floor-id', value: 1 }, ...t.status('granted', 9)],
    });
    await vi.waitFor(() => expect(t.floor.holder).toBe('them'));
  });

  it('V9: a chair thinks about it; later it is granted, then revoked, and each is acknowledged', async () => {
    const t = withServer();
    const taken = t.floor.take();
    t.answer('pending');
    t.say({ primitive: 'FloorRequestStatus', transactionId: 50, attributes: t.status('granted') });
    expect(await taken).toBe(true);
    t.say({ primitive: 'FloorRequestStatus', transactionId: 51, attributes: t.status('revoked') });
    expect(t.seen).toEqual([
      { holder: 'us', isTakenAway: false },
      { holder: 'nobody', isTakenAway: true },
    ]);
    expect(t.said.filter(({ primitive }) => primitive === 'FloorRequestStatusAck')).toMatchObject([
      { transactionId: 50, isResponse: true },
      { transactionId: 51, isResponse: true },
    ]);
  });

  it('V9: denied, an error, or nobody who decides: it is refused', async () => {
    const t = withServer();
    const denied = t.floor.take();
    t.answer('denied');
    expect(await denied).toBe(false);
    const failed = t.floor.take();
    t.say({
      primitive: 'Error',
      isResponse: true,
      transactionId: t.said.at(-1)?.transactionId ?? 0,
      attributes: [{ name: 'error-code', code: bfcpErrors.unauthorized, details: [] }],
    });
    expect(await failed).toBe(false);
    const waiting = t.floor.take();
    t.answer('pending');
    await Promise.resolve();
    t.clock.advance(20_000);
    expect(await waiting).toBe(false);
    await vi.waitFor(() => expect(t.said.at(-1)?.primitive).toBe('FloorRelease'));
  });

  it('V9: what is said about another request changes nothing', async () => {
    const t = withServer();
    const taken = t.floor.take();
    t.answer('granted');
    await taken;
    t.say({ primitive: 'FloorRequestStatus', transactionId: 60, attributes: t.status('revoked', 12) });
    expect(t.floor.holder).toBe('us');
  });
});

describe('what anybody may send', () => {
  it('V9 Q2: never throws, never says anything that can’t be read, and the floor stays right', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), damaged), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(1 as const, 2 as const),
        async (all, version) => {
          const said: string[] = [];
          const floor = new FloorControl({
            clock: manualClock(),
            version,
            server: access,
            client: other,
            onHolder: () => undefined,
            send: (octets) => said.push(readBfcp(octets, version).kind),
          });
          floor.start();
          for (const octets of all) floor.receive(Buffer.from(octets));
          expect(said.every((kind) => kind === 'message')).toBe(true);
          expect(['nobody', 'them']).toContain(floor.holder);
          floor.close();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('V9: a channel that is closed says nothing more', async () => {
    const t = withServer();
    t.floor.start();
    t.floor.close();
    const count = t.said.length;
    expect(await t.floor.take()).toBe(false);
    t.say({ primitive: 'FloorStatus', transactionId: 4 });
    t.clock.advance(60_000);
    expect(t.said).toHaveLength(count);
  });
});

/** A message of the floor, with one octet changed. */
const damaged = fc
  .record({
    primitive: fc.constantFrom(...(Object.keys(primitives) as (keyof typeof primitives)[])),
    of: fc.constantFrom(access, other),
    transactionId: fc.integer({ min: 0, max: 20 }),
    isResponse: fc.boolean(),
    version: fc.constantFrom(1 as const, 2 as const),
    id: fc.integer({ min: 0, max: 3 }),
    at: fc.nat(),
    bit: fc.integer({ min: 0, max: 8 }),
  })
  .map(({ of, id, at, bit, ...head }) => {
    const attributes = [
      { name: 'floor-id' as const, value: of.floorId },
      { name: 'floor-request-id' as const, value: id },
    ];
    const octets = writeBfcp({ ...head, conferenceId: of.conferenceId, userId: of.userId, attributes });
    const place = at % octets.length;
    octets[place] = (octets[place] ?? 0) ^ ((1 << bit) & 0xff);
    return new Uint8Array(octets);
  });

describe('our server', () => {
  const asks = (message: Partial<BfcpMessage>) => {
    const said: BfcpMessage[] = [];
    const floor = new FloorControl({
      clock: manualClock(),
      version: 2,
      server: access,
      onHolder: () => undefined,
      send: (octets) => {
        const read = readBfcp(octets, 2);
        if (read.kind === 'message') said.push(read.message);
      },
    });
    floor.receive(
      writeBfcp({
        version: 2,
        isResponse: false,
        primitive: 'Hello',
        conferenceId: 77,
        userId: 2,
        transactionId: 8,
        attributes: [],
        ...message,
      }),
    );
    return said;
  };
  const error = (code: keyof typeof bfcpErrors) => [
    expect.objectContaining({
      primitive: 'Error',
      isResponse: true,
      transactionId: 8,
      attributes: [{ name: 'error-code', code: bfcpErrors[code], details: [] }],
    }),
  ];
  const floorId = (value: number) => ({ name: 'floor-id' as const, value });
  const requestId = (value: number) => ({ name: 'floor-request-id' as const, value });

  it('V9: hello is answered with what is known', () => {
    expect(asks({})).toMatchObject([
      { primitive: 'HelloAck', isResponse: true, transactionId: 8, conferenceId: 77, userId: 2 },
    ]);
  });

  it.each([
    ['another conference', { conferenceId: 1 }, 'no-such-conference'],
    ['another person', { userId: 5 }, 'no-such-user'],
    ['another floor', { primitive: 'FloorRequest', attributes: [floorId(6)] }, 'no-such-floor'],
    [
      'a floor that they don’t hold',
      { primitive: 'FloorRelease', attributes: [requestId(6)] },
      'no-such-request',
    ],
    ['nothing in particular', { primitive: 'FloorRelease' }, 'unreadable'],
    [
      'a request of nobody',
      { primitive: 'FloorRequestQuery', attributes: [requestId(6)] },
      'no-such-request',
    ],
    ['a chair’s decision', { primitive: 'ChairAction' }, 'unauthorized'],
  ] as const)('V9: %s: an error says so', (_what, message, code) => {
    expect(asks(message)).toEqual(error(code));
  });

  it('V9: goodbye is answered', () => {
    expect(asks({ primitive: 'Goodbye' })).toMatchObject([{ primitive: 'GoodbyeAck' }]);
  });
});
