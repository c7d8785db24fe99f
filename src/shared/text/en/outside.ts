/** Where the services are reached from, and what stays at the office (A7). */
export const outside = {
  'outside.location.inside': 'You are inside the company network.',
  'outside.location.outside': 'You are outside the company network and connected through Expressway.',
  'outside.missing': 'Not available outside',
  'outside.service.ldap': 'Searching the LDAP directory (Unified CM’s own directory is searched instead)',
  'outside.service.peer-files': 'Files and screen captures sent from computer to computer',
  'outside.service.desk-phone': 'Controlling your desk phone',
  'outside.service.other-phone': 'Calls through another phone of yours',
  'outside.service.self-care': 'The self-care portal',
  'outside.service.own-meetings': 'Meetings on the company’s own servers',
  'outside.service.first-certificate': 'Enrolling this computer’s phone certificate',
  'outside.service.end-to-end-media': 'Calls encrypted from end to end',
  'outside.service.problem-report-upload': 'Uploading problem reports (they can be saved as files)',
  'outside.why.peer-to-peer': 'the two computers cannot reach each other',
  'outside.why.own-protocol': 'Expressway does not carry its protocol',
  'outside.why.inside-server': 'its server is reached from inside only',
  'outside.why.edge-decrypts': 'Expressway encrypts each side by itself',
} as const;
