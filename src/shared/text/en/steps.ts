/** The sign-in checklist and its one-line outcomes. */
export const steps = {
  'step.finding-services': 'Finding services',
  'step.home-server': 'Home server',
  'step.sign-in-method': 'Sign-in method',
  'step.profile': 'Profile',
  'step.phone': 'Phone',
  'step.chat': 'Chat',
  'step.voicemail': 'Voicemail',
  'step.directory': 'Directory',
  'step.skipped.not-offered': 'Not part of this service',
  'step.skipped.manual': 'Set by hand',
  'step.skipped.not-yet': 'Not in this version',
  'step.done.from-cache': 'From the last sign-in',
  'step.done.found': 'Found {{what}}',
  'step.done.server': 'Connected to {{server}}',
  'step.done.password': 'User name and password',
} as const;
