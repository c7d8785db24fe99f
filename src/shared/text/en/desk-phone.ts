/** Calls by the phone on the desk. */
export const deskPhone = {
  'desk-phone.title': 'Call with',
  'desk-phone.computer': 'This computer',
  'desk-phone.desk': 'Desk phone',
  'desk-phone.looking': 'Looking for your phones …',
  'desk-phone.which': 'Phone and line',
  'desk-phone.dialled': 'Told your desk phone to call {{number}}.',
  'desk-phone.end': 'End that call',
  'desk-phone.limits':
    'Parlance can tell this phone to dial and to hang up. It cannot see its calls, answer or hold them: the protocol for that (CTIQBE) is closed. Emergency numbers are called from this computer.',
} as const;
