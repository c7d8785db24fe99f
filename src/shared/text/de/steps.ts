import type { steps as english } from '../en/steps.ts';
import type { TextsOf } from '../texts-of.ts';

export const steps = {
  'step.finding-services': 'Dienste suchen',
  'step.home-server': 'Heimatserver',
  'step.sign-in-method': 'Anmeldeverfahren',
  'step.profile': 'Profil',
  'step.phone': 'Telefon',
  'step.chat': 'Chat',
  'step.voicemail': 'Voicemail',
  'step.directory': 'Verzeichnis',
  'step.skipped.not-offered': 'Nicht Teil dieses Dienstes',
  'step.skipped.manual': 'Von Hand eingestellt',
  'step.skipped.not-yet': 'Nicht in dieser Version',
  'step.skipped.no-device': 'Für Sie ist kein Softphone eingerichtet',
  'step.skipped.needs-certificate':
    'Ihr Softphone braucht ein Zertifikat, das diese Version nicht beschaffen kann',
  'step.done.from-cache': 'Von der letzten Anmeldung',
  'step.done.found': '{{what}} gefunden',
  'step.done.server': 'Verbunden mit {{server}}',
  'step.done.password': 'Benutzername und Kennwort',
  'step.done.single-sign-on': 'Einmalanmeldung',
} as const satisfies TextsOf<typeof english>;
