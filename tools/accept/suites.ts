/** An acceptance suite: the promises it shows, and the tests that show them. */
export type Suite = {
  readonly name: string;
  readonly shows: string;
  readonly ids: readonly string[];
  /** Paths below which vitest's tests are run, by project. */
  readonly vitest: readonly { readonly project: 'unit' | 'integration'; readonly paths: readonly string[] }[];
  /** Whole-app tests with this tag; undefined when the suite has none. */
  readonly tag: string | undefined;
};

export const suites: readonly Suite[] = [
  {
    name: 'main-job',
    shows:
      'find the services, sign in, see people, chat, call, come back; on real servers, in a real browser',
    // biome-ignore format: a list of IDs reads best by area
    ids: [
      'D1', 'D2', 'D3', 'D9', 'D10',
      'A1', 'A2', 'A3', 'A11',
      'M1', 'M2', 'M3', 'M6', 'M7', 'M13',
      'C1', 'C3', 'C4', 'C5',
      'V1', 'V2', 'V4', 'V5', 'V10',
      'X1', 'X2', 'X3', 'X5',
      'Q1', 'Q3',
    ],
    vitest: [],
    tag: '@main-job',
  },
  {
    name: 'hosts',
    shows: "one contract over three carriers, and Electron's adapter on a typed fake",
    ids: ['Q1'],
    vitest: [{ project: 'unit', paths: ['test/contract', 'src/main/hosts', 'src/preload'] }],
    tag: undefined,
  },
  {
    name: 'bad-input',
    shows: 'each thing that can go wrong gives one clear sentence, an ID and the way forward',
    ids: ['D1', 'D3', 'A2', 'A5', 'A10', 'X3'],
    vitest: [],
    tag: '@bad-input',
  },
  {
    name: 'failover',
    shows:
      'servers of every kind killed, hung and restored in a random order, with a chat and a call going on; --long: 120 faults',
    ids: ['A8', 'A9', 'M1', 'M6'],
    vitest: [
      { project: 'unit', paths: ['src/main/services/chat-failover', 'src/main/engines/sip/registration'] },
    ],
    tag: '@failover',
  },
];
