import type { calendar as english } from '../en/calendar.ts';
import type { TextsOf } from '../texts-of.ts';

export const calendar = {
  'settings.page.calendar': 'Kalender',
  'settings.showMeetings': '„In einer Besprechung“ aus meinen Kalendern anzeigen',
  'settings.showMeetings-help':
    'Solange Ihr Status auf „Automatisch“ steht. Andere sehen, dass Sie in einer Besprechung sind, nicht in welcher. Ganztägige Einträge zählen nicht.',
  'calendar.title': 'Meine Kalender',
  'calendar.none': 'Kein Kalender verbunden. Parlance liest Kalender nur, es ändert sie nie.',
  'calendar.not-allowed': 'Ihre Organisation hat Kalender in Parlance abgeschaltet.',
  'calendar.by-server':
    'Der Server Ihres Unternehmens liest Ihren Exchange-Kalender und setzt „In einer Besprechung“ selbst. Parlance überlässt es ihm.',
  'calendar.add': 'Kalender hinzufügen',
  'calendar.remove': 'Kalender unter {{place}} entfernen',
  'calendar.refresh': 'Jetzt lesen',
  'calendar.reading': 'Wird gelesen …',
  'calendar.read-at': 'Gelesen um {{time}}',
  'calendar.kind': 'Art des Kalenders',
  'calendar.kind.ics': 'Link oder Datei (iCal: Google, Outlook im Web, jeder andere)',
  'calendar.kind.caldav': 'CalDAV-Server',
  'calendar.kind.exchange': 'Exchange',
  'calendar.short.ics': 'iCal',
  'calendar.short.caldav': 'CalDAV',
  'calendar.short.exchange': 'Exchange',
  'calendar.address.ics': 'Adresse oder Datei',
  'calendar.address.caldav': 'Server',
  'calendar.address.exchange': 'E-Mail-Adresse oder Server',
  'calendar.address-help.ics':
    'In Google Kalender: Einstellungen des Kalenders, „Privatadresse im iCal-Format“. Behalten Sie sie für sich: Wer sie hat, kann Ihren Kalender lesen.',
  'calendar.address-help.caldav': 'Meist genügt sein Name: kalender.firma.de.',
  'calendar.address-help.exchange': 'Mit einer E-Mail-Adresse findet Parlance den Server.',
  'calendar.username': 'Benutzername',
  'calendar.password': 'Kennwort',
  'calendar.password-help':
    'Wird auf diesem Computer verschlüsselt aufbewahrt und nur an diesen Server und nur verschlüsselt gesendet.',
  'calendar.save': 'Hinzufügen',
  'calendar.trying': 'Kalender wird gelesen …',
  'calendar.cancel': 'Abbrechen',
} as const satisfies TextsOf<typeof english>;
