/** Dependent round trips by name, the first first. */
export type Floor = readonly (readonly [step: string, roundTrips: number])[];

/** How a sign-in begins: on a fresh profile, or from what the last one has left. */
export type Start = 'cold' | 'cached';

/** What has to be up. */
export type End = 'chat' | 'phone';

/**
 * The least dependent round trips that the protocols need (performance reference, "The floor of a sign-in"): names in the
 * resolver's cache, TLS 1.3, STARTTLS; a challenge of SIP is a round trip of its own.
 */
const FIND_HOME: Floor = [
  ['TCP and TLS to UDS', 2],
  ['clusterUser', 1],
  ['TCP and TLS to the home node', 2],
  ['servers and sign-on probe', 1],
];
const CHAT_BY_TOKEN: Floor = [
  ['TCP', 1],
  ['STARTTLS and TLS', 2],
  ['features and token', 2],
  ['bind, roster, presence', 1],
];
const SOAP: Floor = [
  ['TCP and TLS to SOAP', 2],
  ['SOAP login', 1],
];
/** By the lab's TCP; TLS, as through an edge, is one more. */
const REGISTER: Floor = [
  ['TCP to the registrar', 1],
  ['REGISTER, challenged', 2],
];
/** A remembered password is proven by chat before any other service uses it (A2). */
const AFTER_CHAT: Floor = [...CHAT_BY_TOKEN, ...REGISTER];
const DEVICE: Floor = [
  ['devices', 1],
  ['TCP to the file server, the device file', 2],
];
const SRV: Floor = [['SRV', 1]];
const USER: Floor = [['user', 1]];

type Floors = Readonly<Partial<Record<End, Readonly<Record<Start, Floor>>>>>;

export const floors = {
  plain: {
    chat: {
      cold: [
        ...SRV,
        ['TCP', 1],
        ['STARTTLS', 1],
        ['TLS', 1],
        ['features and SCRAM', 3],
        ['bind, roster, presence', 1],
      ],
      cached: [
        ['TCP', 1],
        ['STARTTLS', 1],
        ['TLS', 1],
        ['SCRAM, as last time', 2],
        ['bind, roster, presence', 1],
      ],
    },
  },
  phone: {
    phone: {
      cold: [...SRV, ['TCP and TLS to the registrar', 2], ['REGISTER, challenged', 2]],
      cached: [
        ['TCP and TLS to the registrar', 2],
        ['REGISTER, challenged', 2],
      ],
    },
  },
  cisco: {
    chat: { cold: [...SRV, ...FIND_HOME, ...USER, ...SOAP, ...CHAT_BY_TOKEN], cached: CHAT_BY_TOKEN },
    phone: { cold: [...SRV, ...FIND_HOME, ...USER, ...DEVICE, ...REGISTER], cached: AFTER_CHAT },
  },
  oauth: {
    chat: {
      cold: [...SRV, ...FIND_HOME, ['authorize, code for tokens', 2], ...USER, ...SOAP, ...CHAT_BY_TOKEN],
      cached: CHAT_BY_TOKEN,
    },
  },
  edge: {
    chat: {
      cold: [
        ...SRV,
        ['TCP and TLS to the edge', 2],
        ['get_edge_sso', 1],
        ['get_edge_config', 1],
        ['clusterUser', 1],
        ['servers and sign-on probe', 1],
        ...USER,
        ['SOAP login', 1],
        ...CHAT_BY_TOKEN,
      ],
      cached: CHAT_BY_TOKEN,
    },
    phone: {
      cold: [
        ...SRV,
        ['TCP and TLS to the edge', 2],
        ['get_edge_sso', 1],
        ['get_edge_config', 1],
        ['clusterUser', 1],
        ['servers and sign-on probe', 1],
        ...USER,
        ['devices', 1],
        ['device file', 1],
        ['TCP and TLS to the registrar', 2],
        ['REGISTER, challenged', 2],
      ],
      cached: [...CHAT_BY_TOKEN, ['TCP and TLS to the registrar', 2], ['REGISTER, challenged', 2]],
    },
  },
} as const satisfies Readonly<Record<string, Floors>>;
