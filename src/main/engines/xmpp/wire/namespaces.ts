/** Namespaces by the name of the thing, each with the document that defines it. */
export const NS = {
  client: 'jabber:client',
  stream: 'http://etherx.jabber.org/streams',
  streamErrors: 'urn:ietf:params:xml:ns:xmpp-streams',
  stanzaErrors: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  /** RFC 3921 section 3. */
  session: 'urn:ietf:params:xml:ns:xmpp-session',
  roster: 'jabber:iq:roster',
  rosterVersions: 'urn:xmpp:features:rosterver',
  /** XEP-0004 */
  dataForm: 'jabber:x:data',
  /** XEP-0022 */
  messageEvents: 'jabber:x:event',
  /** XEP-0030 */
  discoInfo: 'http://jabber.org/protocol/disco#info',
  discoItems: 'http://jabber.org/protocol/disco#items',
  /** XEP-0020 */
  featureNegotiation: 'http://jabber.org/protocol/feature-neg',
  /** XEP-0045 */
  muc: 'http://jabber.org/protocol/muc',
  hats: 'urn:xmpp:hats:0',
  mucAdmin: 'http://jabber.org/protocol/muc#admin',
  mucOwner: 'http://jabber.org/protocol/muc#owner',
  mucUser: 'http://jabber.org/protocol/muc#user',
  mucInfo: 'http://jabber.org/protocol/muc#roominfo',
  mucConfig: 'http://jabber.org/protocol/muc#roomconfig',
  /** XEP-0048 */
  oldBookmarks: 'storage:bookmarks',
  /** XEP-0047 */
  inBand: 'http://jabber.org/protocol/ibb',
  /** XEP-0049 */
  privateXml: 'jabber:iq:private',
  /** XEP-0054 */
  vcard: 'vcard-temp',
  /** XEP-0059 */
  resultSet: 'http://jabber.org/protocol/rsm',
  /** XEP-0060 */
  pubsub: 'http://jabber.org/protocol/pubsub',
  publishOptions: 'http://jabber.org/protocol/pubsub#publish-options',
  pubsubEvent: 'http://jabber.org/protocol/pubsub#event',
  /** XEP-0065 */
  bytestreams: 'http://jabber.org/protocol/bytestreams',
  /** XEP-0066 */
  outOfBand: 'jabber:x:oob',
  /** XEP-0071 */
  xhtmlIm: 'http://jabber.org/protocol/xhtml-im',
  xhtml: 'http://www.w3.org/1999/xhtml',
  /** XEP-0084 */
  avatarMetadata: 'urn:xmpp:avatar:metadata',
  /** XEP-0085 */
  chatStates: 'http://jabber.org/protocol/chatstates',
  /** XEP-0091 */
  oldDelay: 'jabber:x:delay',
  /** XEP-0092 */
  version: 'jabber:iq:version',
  /** XEP-0095 */
  streamInitiation: 'http://jabber.org/protocol/si',
  /** XEP-0096 */
  fileProfile: 'http://jabber.org/protocol/si/profile/file-transfer',
  /** XEP-0115 */
  caps: 'http://jabber.org/protocol/caps',
  /** XEP-0153 */
  vcardUpdate: 'vcard-temp:x:update',
  /** XEP-0172 */
  nick: 'http://jabber.org/protocol/nick',
  /** XEP-0184 */
  receipts: 'urn:xmpp:receipts',
  /** XEP-0191 */
  blocking: 'urn:xmpp:blocking',
  /** XEP-0198 */
  sm: 'urn:xmpp:sm:3',
  /** XEP-0199 */
  ping: 'urn:xmpp:ping',
  /** XEP-0203 */
  delay: 'urn:xmpp:delay',
  /** XEP-0249 */
  directInvitation: 'jabber:x:conference',
  /** XEP-0280 */
  carbons: 'urn:xmpp:carbons:2',
  /** XEP-0297 */
  forward: 'urn:xmpp:forward:0',
  /** XEP-0308 */
  correction: 'urn:xmpp:message-correct:0',
  /** XEP-0313 */
  archive: 'urn:xmpp:mam:2',
  /** XEP-0319 */
  idle: 'urn:xmpp:idle:1',
  /** XEP-0333 */
  markers: 'urn:xmpp:chat-markers:0',
  /** XEP-0334 */
  hints: 'urn:xmpp:hints',
  /** XEP-0352 */
  csi: 'urn:xmpp:csi:0',
  /** XEP-0363 */
  upload: 'urn:xmpp:http:upload:0',
  /** XEP-0359 */
  stanzaIds: 'urn:xmpp:sid:0',
  /** XEP-0393 */
  styling: 'urn:xmpp:styling:0',
  /** XEP-0380 */
  encryption: 'urn:xmpp:eme:0',
  /** XEP-0402 */
  bookmarks: 'urn:xmpp:bookmarks:1',
  /** XEP-0421 */
  occupantId: 'urn:xmpp:occupant-id:0',
  /** XEP-0422 */
  fastening: 'urn:xmpp:fasten:0',
  /** XEP-0424 */
  retraction: 'urn:xmpp:message-retract:1',
  oldRetraction: 'urn:xmpp:message-retract:0',
  /** XEP-0425 */
  moderation: 'urn:xmpp:message-moderate:1',
  oldModeration: 'urn:xmpp:message-moderate:0',
  /** XEP-0428 */
  fallback: 'urn:xmpp:fallback:0',
  /** XEP-0440 */
  channelBinding: 'urn:xmpp:sasl-cb:0',
  /** XEP-0444 */
  reactions: 'urn:xmpp:reactions:0',
  /** XEP-0478 */
  streamLimits: 'urn:xmpp:stream-limits:0',
  /** XEP-0461 */
  reply: 'urn:xmpp:reply:0',
  /** Names of the user's home and backup node in a Cisco server's mechanisms (cisco-uc 8.2). */
  domainBasedName: 'urn:xmpp:domain-based-name:0',
} as const;
