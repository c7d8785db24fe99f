import type { outside as english } from '../en/outside.ts';
import type { TextsOf } from '../texts-of.ts';

export const outside = {
  'outside.location.inside': 'Sie sind im Firmennetz.',
  'outside.location.outside': 'Sie sind außerhalb des Firmennetzes und über Expressway verbunden.',
  'outside.missing': 'Außerhalb nicht verfügbar',
  'outside.service.ldap':
    'Suche im LDAP-Verzeichnis (stattdessen wird das Verzeichnis von Unified CM durchsucht)',
  'outside.service.peer-files': 'Dateien und Bildschirmfotos von Computer zu Computer',
  'outside.service.desk-phone': 'Steuerung Ihres Tischtelefons',
  'outside.service.other-phone': 'Anrufe über ein anderes Ihrer Telefone',
  'outside.service.self-care': 'Das Selbstbedienungsportal',
  'outside.service.own-meetings': 'Besprechungen auf den eigenen Servern des Unternehmens',
  'outside.service.first-certificate': 'Erstmaliges Ausstellen des Telefonzertifikats für diesen Computer',
  'outside.service.end-to-end-media': 'Durchgehend verschlüsselte Anrufe',
  'outside.service.problem-report-upload':
    'Hochladen von Problemberichten (sie lassen sich als Datei speichern)',
  'outside.why.peer-to-peer': 'die beiden Computer erreichen einander nicht',
  'outside.why.own-protocol': 'Expressway überträgt das Protokoll nicht',
  'outside.why.inside-server': 'der Server ist nur von innen erreichbar',
  'outside.why.edge-decrypts': 'Expressway verschlüsselt jede Seite für sich',
} as const satisfies TextsOf<typeof english>;
