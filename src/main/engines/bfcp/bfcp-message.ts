/** The numbers of RFC 8855 section 5.1 (primitives), 5.2 (attributes), 5.2.5 (states of a request), 5.2.6 (errors). */
export const primitives = {
  FloorRequest: 1,
  FloorRelease: 2,
  FloorRequestQuery: 3,
  FloorRequestStatus: 4,
  UserQuery: 5,
  UserStatus: 6,
  FloorQuery: 7,
  FloorStatus: 8,
  ChairAction: 9,
  ChairActionAck: 10,
  Hello: 11,
  HelloAck: 12,
  Error: 13,
  FloorRequestStatusAck: 14,
  FloorStatusAck: 15,
  Goodbye: 16,
  GoodbyeAck: 17,
} as const;
export type Primitive = keyof typeof primitives;

export const numberAttributes = { 'beneficiary-id': 1, 'floor-id': 2, 'floor-request-id': 3 } as const;
export const textAttributes = {
  'error-info': 7,
  'participant-provided-info': 8,
  'status-info': 9,
  'user-display-name': 12,
  'user-uri': 13,
} as const;
export const listAttributes = { 'supported-attributes': 10, 'supported-primitives': 11 } as const;
/** A number of their own, then attributes. */
export const groupAttributes = {
  'beneficiary-information': 14,
  'floor-request-information': 15,
  'requested-by-information': 16,
  'floor-request-status': 17,
  'overall-request-status': 18,
} as const;
export const otherAttributes = { priority: 4, 'request-status': 5, 'error-code': 6 } as const;

export const requestStates = {
  pending: 1,
  accepted: 2,
  granted: 3,
  denied: 4,
  cancelled: 5,
  released: 6,
  revoked: 7,
} as const;
export type RequestState = keyof typeof requestStates;

export const bfcpErrors = {
  'no-such-conference': 1,
  'no-such-user': 2,
  'unknown-primitive': 3,
  'unknown-attribute': 4,
  unauthorized: 5,
  'no-such-floor': 6,
  'no-such-request': 7,
  'too-many-requests': 8,
  unreadable: 10,
  'unsupported-version': 12,
  'wrong-length': 13,
  generic: 14,
} as const;
export type BfcpError = keyof typeof bfcpErrors;

export type BfcpAttribute =
  | { readonly name: keyof typeof numberAttributes; readonly value: number }
  | { readonly name: keyof typeof textAttributes; readonly text: string }
  | { readonly name: keyof typeof listAttributes; readonly values: readonly number[] }
  | {
      readonly name: keyof typeof groupAttributes;
      readonly id: number;
      readonly attributes: readonly BfcpAttribute[];
    }
  | { readonly name: 'priority'; readonly value: number }
  | { readonly name: 'request-status'; readonly state: RequestState; readonly queuePosition: number }
  | { readonly name: 'error-code'; readonly code: number; readonly details: readonly number[] };

/** Reliable transports (TCP) say version 1, unreliable ones (UDP) version 2. */
export type BfcpVersion = 1 | 2;

export interface BfcpHeader {
  readonly version: BfcpVersion;
  /** Over UDP: answers the request with the same transaction id. */
  readonly isResponse: boolean;
  readonly conferenceId: number;
  readonly transactionId: number;
  readonly userId: number;
}

export interface BfcpMessage extends BfcpHeader {
  readonly primitive: Primitive;
  readonly attributes: readonly BfcpAttribute[];
}

type Named<Name extends BfcpAttribute['name']> = BfcpAttribute & { readonly name: Name };

/** The first attribute of that name, or undefined. */
export function findAttribute<Name extends BfcpAttribute['name']>(
  holder: { readonly attributes: readonly BfcpAttribute[] },
  name: Name,
): Named<Name> | undefined {
  return holder.attributes.find((attribute): attribute is Named<Name> => attribute.name === name);
}
