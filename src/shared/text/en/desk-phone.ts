/** Calls by another phone than this computer. */
export const deskPhone = {
  'desk-phone.title': 'Make calls with',
  'desk-phone.computer': 'This computer',
  'desk-phone.desk': 'Desk phone',
  'desk-phone.other': 'Other phone',
  'desk-phone.looking': 'Looking for your phones …',
  'desk-phone.which': 'Phone and line',
  'desk-phone.dialled': 'Told your desk phone to call {{number}}.',
  'desk-phone.end': 'End that call',
  'desk-phone.limits':
    'Parlance can tell this phone to dial and to hang up. It cannot see its calls, answer or hold them: the protocol for that (CTIQBE) is closed. Emergency numbers are called from this computer.',
  'desk-phone.address': 'Number or address of your desk phone',
  'desk-phone.address-hint': 'A phone that takes uaCSTA, such as 1001 or sip:1001@example.com.',
  'desk-phone.save': 'Save',
  'desk-phone.change': 'Change …',
  'desk-phone.full-control': 'Control a phone fully (uaCSTA) …',
  'desk-phone.control.off': 'Not under control.',
  'desk-phone.control.connecting': 'Connecting to your desk phone …',
  'desk-phone.control.ready': 'Ready. Calls of this phone are shown here.',
  'desk-phone.control.lost': 'Out of reach. Parlance keeps trying.',
  'desk-phone.control-note':
    'You speak and listen at the phone. Emergency numbers are called from this computer.',
  'desk-phone.number': 'Call me at',
  'desk-phone.number-hint': 'This phone rings first; then it is connected with whom you call.',
  'desk-phone.calling-you': 'Calling you at {{number}}. Pick up there to speak with {{target}}.',
  'desk-phone.connecting': 'Connecting your phone with {{target}} …',
  'desk-phone.on-desk': 'On your desk phone',
} as const;
