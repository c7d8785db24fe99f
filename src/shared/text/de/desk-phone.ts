import type { deskPhone as english } from '../en/desk-phone.ts';
import type { TextsOf } from '../texts-of.ts';

export const deskPhone = {
  'desk-phone.title': 'Anrufen mit',
  'desk-phone.computer': 'Diesem Computer',
  'desk-phone.desk': 'Tischtelefon',
  'desk-phone.looking': 'Ihre Telefone werden gesucht …',
  'desk-phone.which': 'Telefon und Leitung',
  'desk-phone.dialled': 'Ihr Tischtelefon wurde gebeten, {{number}} anzurufen.',
  'desk-phone.end': 'Diesen Anruf beenden',
  'desk-phone.limits':
    'Parlance kann dieses Telefon wählen und auflegen lassen. Es kann dessen Anrufe weder sehen noch annehmen oder halten: Das Protokoll dafür (CTIQBE) ist nicht offen. Notrufnummern werden von diesem Computer aus angerufen.',
} as const satisfies TextsOf<typeof english>;
