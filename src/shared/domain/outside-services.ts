/** Where the services are reached from (D5). */
export type NetworkLocation = 'inside' | 'outside';

/** Why something stays at the door: what it needs is not carried by the edge. */
export type OutsideReason =
  /** Two computers would have to reach each other. */
  | 'peer-to-peer'
  /** A protocol of its own that only goes through the company's network. */
  | 'own-protocol'
  /** A server that the edge does not serve. */
  | 'inside-server'
  /** The edge ends the encryption itself. */
  | 'edge-decrypts';

export interface OutsideRow {
  readonly service: string;
  /** `allow-list`: where the administrator put its host on the edge's list. */
  readonly outside: 'works' | 'allow-list' | 'no';
  readonly why?: OutsideReason;
}

/**
 * Services through Expressway (T6, cisco-uc 9.5). Session persistency, which the guides count among what does not work, is
 * not here: a move is followed (services/session/network-move.ts). Dial via Office is not part of a desktop client.
 */
export const outsideServices = [
  { service: 'directory', outside: 'works' },
  { service: 'directory-photos', outside: 'allow-list' },
  { service: 'chat', outside: 'works' },
  { service: 'group-chat', outside: 'works' },
  { service: 'chat-failover', outside: 'works' },
  { service: 'managed-files', outside: 'works' },
  { service: 'calls', outside: 'works' },
  { service: 'call-share', outside: 'works' },
  { service: 'voicemail', outside: 'allow-list' },
  { service: 'cloud-meetings', outside: 'works' },
  { service: 'custom-tabs', outside: 'allow-list' },
  { service: 'update', outside: 'allow-list' },
  { service: 'problem-report-file', outside: 'works' },
  { service: 'ldap', outside: 'no', why: 'own-protocol' },
  { service: 'peer-files', outside: 'no', why: 'peer-to-peer' },
  { service: 'desk-phone', outside: 'no', why: 'own-protocol' },
  { service: 'other-phone', outside: 'no', why: 'own-protocol' },
  { service: 'self-care', outside: 'no', why: 'inside-server' },
  { service: 'own-meetings', outside: 'no', why: 'inside-server' },
  { service: 'first-certificate', outside: 'no', why: 'own-protocol' },
  { service: 'end-to-end-media', outside: 'no', why: 'edge-decrypts' },
  { service: 'problem-report-upload', outside: 'no', why: 'inside-server' },
] as const satisfies readonly OutsideRow[];

type Refused = Extract<(typeof outsideServices)[number], { outside: 'no' }>;

/** What cannot be used there, with the reason; shown, never a hidden failure (A7). */
export function unavailableAt(location: NetworkLocation | undefined): readonly Refused[] {
  return location === 'outside' ? outsideServices.filter((row): row is Refused => row.outside === 'no') : [];
}
