import type { deskPhone as english } from '../en/desk-phone.ts';
import type { TextsOf } from '../texts-of.ts';

export const deskPhone: TextsOf<typeof english> = {
  'desk-phone.title': 'Anrufen mit',
  'desk-phone.computer': 'Diesem Computer',
  'desk-phone.desk': 'Tischtelefon',
  'desk-phone.looking': 'Ihre Telefone werden gesucht …',
  'desk-phone.which': 'Telefon und Leitung',
  'desk-phone.dialled': 'Ihr Tischtelefon soll {{number}} anrufen.',
  'desk-phone.end': 'Diesen Anruf beenden',
  'desk-phone.limits':
    'Parlance kann dieses Telefon wählen und auflegen lassen. Seine Anrufe sehen, annehmen oder halten kann es nicht: Das Protokoll dafür (CTIQBE) ist nicht offen. Notrufe gehen von diesem Computer aus.',
};
