/** What `parlance doctor` says on a terminal. */
export const doctor = {
  'doctor.title': 'Parlance {{version}} examines {{address}} ({{at}})',
  'doctor.resolver': 'Name server: {{resolver}}',
  'doctor.proxy': 'Proxy for the web: {{proxy}}',
  'doctor.records': 'Records',
  'doctor.sign-in': 'Sign-in',
  'doctor.trace': 'Trace (ms)',
  'doctor.findings': 'What was found',
  'doctor.none': 'none',
  'doctor.not-offered': 'not offered, says the record',
  'doctor.certificate': 'certificate of {{subject}}, until {{validTo}}',
  'doctor.all-well': 'Nothing is wrong.',
  'doctor.see': 'Do: {{remedy}}',
  'doctor.guide': 'More: {{id}} in the guide to errors',
  'doctor.captured': 'The redacted answers are in {{file}}.',
  'doctor.password': 'Password of {{username}} (not shown, sent once): ',
  'doctor.outcome.signed-in': 'Signed in, and out again.',
  'doctor.outcome.needs-password':
    'Everything up to the password works. Go on with --sign-in to try the password and the services behind it.',
  'doctor.outcome.needs-single-sign-on':
    'Everything up to the identity provider works. The rest needs a person at the window.',
  'doctor.outcome.refused': 'The password was refused; it was tried once.',
  'doctor.outcome.failed': 'Signing in does not get this far.',
  'doctor.outcome.timed-out': 'Signing in came to no end in two minutes.',
  'doctor.outside': 'The services are reached from outside, through Expressway.',
  'doctor.edge-is-address':
    '{{name}} names {{host}}. Use a full name: the edge’s cookies are bound to it, and no certificate will match.',
  'doctor.is-address': '{{name}} names {{host}}; a certificate for a bare address is rare. Use a full name.',
  'doctor.not-split':
    'Inside and outside records are both visible from here. Where that is so outside too, the client first tries the inside servers and then the edge.',
  'doctor.legacy-zone': 'The legacy zone cisco-internal.{{domain}} answers. Plain records would win over it.',
  'doctor.expires-soon': 'The certificate of {{host}} ends on {{validTo}}.',
  'doctor.no-device': 'No softphone device is set up for this person: there will be no phone.',
  'doctor.banner': 'The site shows a login banner; it was accepted for this examination: {{text}}',
} as const;
