/**
 * Every error a person or an administrator can meet. Code switches on codes, never on words.
 * The sentence of a code is the text `error.<code>` of the message catalogue; the guide anchor is the id.
 *
 * kind: `cancelled` is quiet, `expected` is explained, `fault` is a bug of ours and is reported.
 * action: what the screen offers as the way forward.
 */
export type ErrorKind = 'cancelled' | 'expected' | 'fault';
export type ErrorAction =
  | 'none'
  | 'retry'
  | 'edit-address'
  | 'enter-password'
  | 'open-advanced'
  | 'review-certificate'
  | 'sign-in-again'
  | 'contact-admin'
  | 'report';

export interface ErrorEntry {
  /** Stable identifier shown beside the sentence and used as the guide's anchor. */
  readonly id: string;
  readonly kind: ErrorKind;
  /** True when trying again without changing anything can help. */
  readonly retryable: boolean;
  readonly action: ErrorAction;
}

const entry = (id: string, kind: ErrorKind, retryable: boolean, action: ErrorAction): ErrorEntry => ({
  id,
  kind,
  retryable,
  action,
});

export const catalogue = {
  // app
  'app.cancelled': entry('PAR-0001', 'cancelled', true, 'none'),
  'app.fault': entry('PAR-0002', 'fault', true, 'report'),
  'app.bad-request': entry('PAR-0003', 'fault', false, 'report'),
  'app.unknown-command': entry('PAR-0004', 'fault', false, 'report'),
  'app.not-allowed': entry('PAR-0005', 'expected', false, 'none'),
  'app.not-signed-in': entry('PAR-0006', 'expected', false, 'sign-in-again'),
  'app.unavailable': entry('PAR-0007', 'expected', true, 'none'),
  'app.timeout': entry('PAR-0008', 'expected', true, 'retry'),
  'app.disconnected': entry('PAR-0009', 'expected', true, 'retry'),
  'app.on-call': entry('PAR-0010', 'expected', true, 'none'),
  // finding services
  'discovery.bad-address': entry('PAR-1001', 'expected', false, 'edit-address'),
  'discovery.no-such-domain': entry('PAR-1002', 'expected', false, 'edit-address'),
  'discovery.no-records': entry('PAR-1003', 'expected', false, 'open-advanced'),
  'discovery.dns-failed': entry('PAR-1004', 'expected', true, 'retry'),
  'discovery.outside-only': entry('PAR-1005', 'expected', false, 'open-advanced'),
  'discovery.user-not-found': entry('PAR-1006', 'expected', false, 'edit-address'),
  'discovery.cloud-only': entry('PAR-1007', 'expected', false, 'open-advanced'),
  'discovery.off': entry('PAR-1008', 'expected', false, 'open-advanced'),
  'discovery.team-messaging': entry('PAR-1009', 'expected', false, 'open-advanced'),
  'discovery.edge-address': entry('PAR-1010', 'expected', false, 'contact-admin'),
  // network and TLS
  'net.offline': entry('PAR-1101', 'expected', true, 'retry'),
  'net.refused': entry('PAR-1102', 'expected', true, 'retry'),
  'net.unreachable': entry('PAR-1103', 'expected', true, 'retry'),
  'net.timeout': entry('PAR-1104', 'expected', true, 'retry'),
  'net.reset': entry('PAR-1105', 'expected', true, 'retry'),
  'net.name-not-found': entry('PAR-1106', 'expected', true, 'retry'),
  'net.proxy': entry('PAR-1107', 'expected', true, 'contact-admin'),
  'net.proxy-sign-in': entry('PAR-1108', 'expected', false, 'contact-admin'),
  'tls.untrusted': entry('PAR-1201', 'expected', false, 'review-certificate'),
  'tls.failed': entry('PAR-1202', 'expected', true, 'contact-admin'),
  'tls.required': entry('PAR-1203', 'expected', false, 'contact-admin'),
  // HTTP and provisioning
  'http.status': entry('PAR-1301', 'expected', true, 'retry'),
  'http.too-large': entry('PAR-1302', 'expected', false, 'contact-admin'),
  'http.bad-content': entry('PAR-1303', 'expected', false, 'contact-admin'),
  'config.malformed': entry('PAR-1401', 'expected', false, 'contact-admin'),
  'config.unavailable': entry('PAR-1402', 'expected', true, 'retry'),
  // Expressway
  'edge.not-allowed': entry('PAR-1501', 'expected', false, 'contact-admin'),
  // credentials
  'auth.wrong-password': entry('PAR-2001', 'expected', false, 'enter-password'),
  'auth.locked': entry('PAR-2002', 'expected', false, 'contact-admin'),
  'auth.no-common-mechanism': entry('PAR-2003', 'expected', false, 'contact-admin'),
  'auth.server-not-proven': entry('PAR-2004', 'expected', false, 'contact-admin'),
  'auth.sso-not-supported': entry('PAR-2005', 'expected', false, 'contact-admin'),
  'auth.sign-on-closed': entry('PAR-2006', 'expected', true, 'retry'),
  'auth.sign-on-timeout': entry('PAR-2007', 'expected', true, 'retry'),
  'auth.sign-on-bad-answer': entry('PAR-2008', 'expected', true, 'retry'),
  'auth.sign-on-denied': entry('PAR-2009', 'expected', true, 'retry'),
  'auth.sign-on-refused': entry('PAR-2010', 'expected', true, 'retry'),
  'auth.sign-on-not-allowed': entry('PAR-2011', 'expected', false, 'contact-admin'),
  'auth.sign-on-no-browser': entry('PAR-2012', 'expected', true, 'retry'),
  'auth.session-ended': entry('PAR-2013', 'expected', false, 'sign-in-again'),
  'auth.token-refused': entry('PAR-2014', 'expected', true, 'contact-admin'),
  'auth.notice-declined': entry('PAR-2015', 'expected', true, 'retry'),
  'auth.token-elsewhere': entry('PAR-2016', 'expected', false, 'contact-admin'),
  'auth.sso-without-tokens': entry('PAR-2017', 'expected', false, 'contact-admin'),
  // XMPP
  'xmpp.stream': entry('PAR-3001', 'expected', true, 'retry'),
  'xmpp.conflict': entry('PAR-3002', 'expected', false, 'sign-in-again'),
  'xmpp.stanza': entry('PAR-3003', 'expected', false, 'none'),
  'xmpp.timeout': entry('PAR-3004', 'expected', true, 'retry'),
  'xmpp.not-connected': entry('PAR-3005', 'expected', true, 'retry'),
  'xmpp.nodes-failed': entry('PAR-3006', 'expected', true, 'sign-in-again'),
  // chat
  'chat.rejected': entry('PAR-3101', 'expected', false, 'none'),
  'chat.recipient-unavailable': entry('PAR-3102', 'expected', true, 'retry'),
  'chat.too-long': entry('PAR-3103', 'expected', false, 'none'),
  'chat.no-such-message': entry('PAR-3104', 'expected', false, 'none'),
  'chat.must-be-encrypted': entry('PAR-3105', 'expected', false, 'contact-admin'),
  'chat.change-refused': entry('PAR-3106', 'expected', false, 'none'),
  'rooms.no-service': entry('PAR-3111', 'expected', false, 'contact-admin'),
  'rooms.not-inside': entry('PAR-3112', 'expected', true, 'retry'),
  'rooms.not-allowed': entry('PAR-3113', 'expected', false, 'none'),
  'rooms.other-occupant': entry('PAR-3114', 'expected', true, 'retry'),
  'files.too-large': entry('PAR-3121', 'expected', false, 'none'),
  'files.forbidden-type': entry('PAR-3122', 'expected', false, 'none'),
  'files.off': entry('PAR-3123', 'expected', false, 'none'),
  'files.no-way': entry('PAR-3124', 'expected', true, 'retry'),
  'files.refused': entry('PAR-3125', 'expected', true, 'retry'),
  'files.busy': entry('PAR-3126', 'expected', true, 'retry'),
  'files.gone': entry('PAR-3127', 'expected', false, 'none'),
  'files.not-saved': entry('PAR-3128', 'expected', true, 'retry'),
  'files.not-read': entry('PAR-3129', 'expected', false, 'none'),
  'files.declined': entry('PAR-3130', 'expected', true, 'retry'),
  'files.no-path': entry('PAR-3131', 'expected', true, 'retry'),
  'files.outside': entry('PAR-3132', 'expected', false, 'none'),
  'files.folder': entry('PAR-3133', 'expected', false, 'none'),
  'files.empty': entry('PAR-3134', 'expected', false, 'none'),
  'contacts.bad-address': entry('PAR-3201', 'expected', false, 'none'),
  'contacts.not-found': entry('PAR-3202', 'expected', false, 'none'),
  'contacts.unreadable-file': entry('PAR-3203', 'expected', false, 'none'),
  'directory.unavailable': entry('PAR-3301', 'expected', true, 'retry'),
  'directory.referred': entry('PAR-3302', 'expected', false, 'contact-admin'),
  // voicemail
  'voicemail.unavailable': entry('PAR-3501', 'expected', true, 'retry'),
  'voicemail.secure': entry('PAR-3502', 'expected', false, 'none'),
  'voicemail.no-sound': entry('PAR-3503', 'expected', false, 'none'),
  'voicemail.not-taken': entry('PAR-3504', 'expected', true, 'retry'),
  // calendars
  'calendar.not-found': entry('PAR-3401', 'expected', false, 'none'),
  'calendar.unreadable': entry('PAR-3402', 'expected', false, 'contact-admin'),
  'calendar.not-allowed': entry('PAR-3403', 'expected', false, 'none'),
  // SIP and calls
  'sip.not-registered': entry('PAR-4001', 'expected', true, 'retry'),
  'sip.register-failed': entry('PAR-4002', 'expected', true, 'retry'),
  'sip.active-elsewhere': entry('PAR-4003', 'expected', false, 'sign-in-again'),
  'sip.no-device': entry('PAR-4004', 'expected', false, 'contact-admin'),
  'call.bad-number': entry('PAR-4101', 'expected', false, 'none'),
  'call.not-found': entry('PAR-4102', 'expected', false, 'none'),
  'call.busy': entry('PAR-4103', 'expected', true, 'none'),
  'call.no-answer': entry('PAR-4104', 'expected', true, 'none'),
  'call.declined': entry('PAR-4105', 'expected', true, 'none'),
  'call.no-common-codec': entry('PAR-4106', 'expected', false, 'contact-admin'),
  'call.failed': entry('PAR-4107', 'expected', true, 'retry'),
  'call.ended': entry('PAR-4108', 'expected', false, 'none'),
  'call.not-possible-now': entry('PAR-4109', 'expected', false, 'none'),
  'call.no-such-number': entry('PAR-4110', 'expected', false, 'none'),
  'call.transfer-failed': entry('PAR-4111', 'expected', true, 'retry'),
  'call.transfer-busy': entry('PAR-4112', 'expected', true, 'retry'),
  'call.transfer-no-answer': entry('PAR-4113', 'expected', true, 'retry'),
  'call.feature-refused': entry('PAR-4114', 'expected', true, 'none'),
  'call.forwarding-failed': entry('PAR-4115', 'expected', true, 'retry'),
  'call.no-video': entry('PAR-4116', 'expected', false, 'none'),
  'call.share-refused': entry('PAR-4117', 'expected', true, 'retry'),
  'call.share-taken': entry('PAR-4118', 'expected', true, 'retry'),
  'call.unreachable': entry('PAR-4119', 'expected', true, 'none'),
  'call.incomplete-number': entry('PAR-4120', 'expected', false, 'none'),
  'call.not-allowed': entry('PAR-4121', 'expected', false, 'contact-admin'),
  'call.network-trouble': entry('PAR-4122', 'expected', true, 'retry'),
  'desk-phone.none': entry('PAR-4301', 'expected', false, 'contact-admin'),
  'desk-phone.refused': entry('PAR-4302', 'expected', true, 'retry'),
  'desk-phone.needs-password': entry('PAR-4304', 'expected', false, 'contact-admin'),
  'desk-phone.no-phone': entry('PAR-4305', 'expected', false, 'contact-admin'),
  'desk-phone.numbers-only': entry('PAR-4303', 'expected', false, 'none'),
  'desk-phone.lost': entry('PAR-4306', 'expected', true, 'retry'),
  'desk-phone.no-control': entry('PAR-4307', 'expected', false, 'contact-admin'),
  'desk-phone.not-allowed': entry('PAR-4308', 'expected', false, 'contact-admin'),
  'desk-phone.no-number': entry('PAR-4309', 'expected', false, 'none'),
  'desk-phone.destination-refused': entry('PAR-4310', 'expected', true, 'retry'),
  'media.no-microphone': entry('PAR-4201', 'expected', true, 'none'),
  'media.permission-denied': entry('PAR-4202', 'expected', true, 'none'),
  'media.no-ports': entry('PAR-4203', 'expected', true, 'contact-admin'),
  'media.failed': entry('PAR-4204', 'expected', true, 'retry'),
  'media.bad-sdp': entry('PAR-4205', 'expected', false, 'contact-admin'),
  'media.no-audio': entry('PAR-4206', 'expected', false, 'none'),
  'media.srtp-required': entry('PAR-4207', 'expected', false, 'contact-admin'),
  'media.srtp-refused': entry('PAR-4208', 'expected', false, 'contact-admin'),
  'media.dtmf-not-negotiated': entry('PAR-4209', 'expected', false, 'none'),
  'media.bad-digit': entry('PAR-4210', 'expected', false, 'none'),
  'media.wrong-state': entry('PAR-4211', 'fault', false, 'report'),
  'media.unknown-session': entry('PAR-4212', 'fault', false, 'report'),
  'media.gateway-lost': entry('PAR-4213', 'fault', true, 'retry'),
  'media.no-camera': entry('PAR-4214', 'expected', true, 'none'),
  // storage and secrets
  'storage.wrong-key': entry('PAR-5001', 'expected', false, 'report'),
  'storage.corrupt': entry('PAR-5002', 'expected', false, 'report'),
  'storage.unavailable': entry('PAR-5003', 'expected', true, 'report'),
  'storage.newer-version': entry('PAR-5004', 'expected', false, 'contact-admin'),
  // links
  'link.malformed': entry('PAR-6001', 'expected', false, 'none'),
  'link.unsupported': entry('PAR-6002', 'expected', false, 'none'),
  'link.too-many': entry('PAR-6003', 'expected', true, 'none'),
  'link.no-service': entry('PAR-6004', 'expected', false, 'none'),
  'link.switched-off': entry('PAR-6005', 'expected', false, 'contact-admin'),
  'link.too-many-people': entry('PAR-6006', 'expected', false, 'none'),
  // help: problem report, update
  'support.upload-refused': entry('PAR-7001', 'expected', true, 'retry'),
  'support.unreadable-preferences': entry('PAR-7002', 'expected', false, 'none'),
  'support.not-encrypted': entry('PAR-7003', 'expected', false, 'contact-admin'),
  'update.bad-feed': entry('PAR-7101', 'expected', true, 'contact-admin'),
  'update.bad-signature': entry('PAR-7102', 'expected', false, 'contact-admin'),
  'update.failed': entry('PAR-7103', 'expected', true, 'retry'),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof catalogue;

export const errorCodes = Object.keys(catalogue) as readonly ErrorCode[];
