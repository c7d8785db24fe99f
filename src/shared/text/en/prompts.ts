/** Questions to the person and short notices. */
export const prompts = {
  'certificate.title': 'Can’t verify {{host}}',
  'certificate.unknown-issuer':
    'The certificate of {{host}} was issued by somebody this computer does not trust. The {{service}} connection was not made.',
  'certificate.wrong-name':
    'The certificate that answered belongs to another name than {{host}}. The {{service}} connection was not made.',
  'certificate.expired': 'The certificate of {{host}} has expired. The {{service}} connection was not made.',
  'certificate.not-yet-valid':
    'The certificate of {{host}} is not valid yet; the clock of this computer or of the server may be wrong. The {{service}} connection was not made.',
  'certificate.revoked':
    'The certificate of {{host}} was withdrawn by its issuer. The {{service}} connection was not made.',
  'certificate.changed':
    'The certificate of {{host}} is not the one that you trusted before. Somebody may be listening in. The {{service}} connection was not made.',
  'certificate.other':
    'The certificate of {{host}} cannot be verified. The {{service}} connection was not made.',
  'certificate.service.xmpp': 'chat',
  'certificate.service.sip': 'phone',
  'certificate.service.calendar': 'calendar',
  'certificate.service.configuration': 'sign-in',
  'certificate.advice':
    'Other services go on. If you are not sure, ask your administrator and compare the fingerprint.',
  'certificate.details': 'Details',
  'certificate.hide-details': 'Hide details',
  'certificate.host': 'Wanted server',
  'certificate.subject': 'Name in the certificate',
  'certificate.issuer': 'Issued by',
  'certificate.valid': 'Valid',
  'certificate.valid-range': '{{from}} to {{to}}',
  'certificate.fingerprint': 'Fingerprint (SHA-256)',
  'certificate.refuse': 'Don’t connect',
  'certificate.trust': 'Trust this certificate on this computer',
  'certificate.trust-session': 'Trust this certificate until Parlance ends',
  'certificate.changed-check': 'I compared the fingerprint with my administrator and it is right.',
  'certificate.forbidden': 'Your organisation does not allow trusting it from here.',

  'dial-prompt.title': 'Call {{name}}?',
  'dial-prompt.number': 'Number',
  'dial-prompt.from-link': 'A link asks Parlance to make this call.',
  'dial-prompt.from-selection': 'This number was selected or copied when you pressed the key.',
  'dial-prompt.emergency': 'This is an emergency number. The call goes out from where you are now.',
  'dial-prompt.call': 'Call',
  'dial-prompt.cancel': 'Cancel',
  'conference-prompt.title_one': 'Call {{count}} person?',
  'conference-prompt.title_other': 'Call {{count}} people together?',
  'conference-prompt.from-link':
    'A link asks Parlance to make this call. Everybody who answers hears the others.',

  'room-link.title': 'Join this room?',
  'room-link.intro': 'A link leads into this room. The people in it see that you come.',
  'room-link.accept': 'Join',
  'room-link.refuse': 'Cancel',

  'prefill.title': 'Start a chat?',
  'prefill.intro': 'A link prepared this message. Nothing is sent until you send it yourself.',
  'prefill.intro-empty': 'A link leads to this chat. Nothing is sent until you send it yourself.',
  'prefill.to': 'To',
  'prefill.subject': 'Topic',
  'prefill.body': 'Message',
  'prefill.open_one': 'Open chat',
  'prefill.open_other': 'Open chat with {{count}} people',
  'prefill.cancel': 'Cancel',

  'provision.title': '{{domain}} wants to set up Parlance',
  'provision.intro':
    'A link asks Parlance to use these settings. Accept only if it came from your organisation.',
  'provision.domain': 'Domain',
  'provision.replaces': 'They take the place of your present settings, and you sign in again.',
  'provision.accept': 'Set up',
  'provision.cancel': 'Cancel',

  'subscription.title': '{{name}} wants to add you',
  'subscription.intro': '{{name}} ({{address}}) asks to see your status.',
  'subscription.allow': 'Allow',
  'subscription.decline': 'Decline',
  'subscription.region': 'Contact requests',

  'banner.title': 'Notice from your organisation',
  'banner.accept': 'I agree',
  'banner.refuse': 'Don’t sign in',

  'choose-device.title': 'Which phone do you use here?',
  'choose-device.intro':
    'You have several softphones. You can change your choice in Preferences, Calls & audio.',
  'choose-device.accept': 'Use this one',
  'choose-device.later': 'Use the first',
  'phone-elsewhere.title': 'Your phone is in use on another computer',
  'phone-elsewhere.intro':
    'Calls reach you there. If you use your phone here, it is signed out there, and a call that is under way there may end.',
  'phone-elsewhere.accept': 'Use it here',
  'phone-elsewhere.refuse': 'Leave it there',

  'prompt.failed': 'Your answer did not arrive.',
  'notices.region': 'Notices',
  'notices.error-id': 'Error {{id}}',
} as const;
