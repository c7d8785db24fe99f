import type { deskPhone as english } from '../en/desk-phone.ts';
import type { TextsOf } from '../texts-of.ts';

export const deskPhone = {
  'desk-phone.title': 'Anrufe führen mit',
  'desk-phone.computer': 'Dieser Computer',
  'desk-phone.desk': 'Tischtelefon',
  'desk-phone.other': 'Anderes Telefon',
  'desk-phone.looking': 'Ihre Telefone werden gesucht …',
  'desk-phone.which': 'Telefon und Leitung',
  'desk-phone.dialled': 'Ihr Tischtelefon wurde gebeten, {{number}} anzurufen.',
  'desk-phone.end': 'Diesen Anruf beenden',
  'desk-phone.limits':
    'Parlance kann dieses Telefon wählen und auflegen lassen. Es kann dessen Anrufe weder sehen noch annehmen oder halten: Das Protokoll dafür (CTIQBE) ist nicht offen. Notrufnummern werden von diesem Computer aus angerufen.',
  'desk-phone.address': 'Nummer oder Adresse Ihres Tischtelefons',
  'desk-phone.address-hint': 'Ein Telefon mit uaCSTA, etwa 1001 oder sip:1001@example.com.',
  'desk-phone.save': 'Speichern',
  'desk-phone.change': 'Ändern …',
  'desk-phone.full-control': 'Ein Telefon ganz steuern (uaCSTA) …',
  'desk-phone.control.off': 'Nicht gesteuert.',
  'desk-phone.control.connecting': 'Verbindung zum Tischtelefon wird aufgebaut …',
  'desk-phone.control.ready': 'Bereit. Anrufe dieses Telefons erscheinen hier.',
  'desk-phone.control.lost': 'Nicht erreichbar. Parlance versucht es weiter.',
  'desk-phone.control-note':
    'Sie sprechen und hören am Telefon. Notrufnummern werden von diesem Computer aus angerufen.',
  'destinations.title': 'Telefone, die mit Ihrem klingeln',
  'destinations.help':
    'Ihr Telefonserver ruft sie mit an, wenn jemand Sie anruft. Wegnehmen kann eines Ihre Administration.',
  'destinations.name': 'Name',
  'destinations.number': 'Nummer',
  'destinations.rings': 'Klingelt, wenn ich angerufen werde',
  'destinations.edit': '{{name}} ändern',
  'destinations.add': 'Telefon hinzufügen',
  'destinations.new': 'Neues Telefon',
  'desk-phone.silence': 'Nicht stören am Tischtelefon',
  'desk-phone.forward': 'Tischtelefon leitet alle Anrufe an',
  'desk-phone.forward-hint': 'Leer: seine Anrufe klingeln dort.',
  'desk-phone.number': 'Rufen Sie mich an unter',
  'desk-phone.number-hint': 'Dieses Telefon klingelt zuerst; dann wird es mit dem Ziel verbunden.',
  'desk-phone.calling-you':
    'Sie werden unter {{number}} angerufen. Nehmen Sie dort ab, um mit {{target}} zu sprechen.',
  'desk-phone.connecting': 'Ihr Telefon wird mit {{target}} verbunden …',
  'desk-phone.on-desk': 'An Ihrem Tischtelefon',
} as const satisfies TextsOf<typeof english>;
