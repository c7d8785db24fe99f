import type { links as english } from '../en/links.ts';
import type { TextsOf } from '../texts-of.ts';

export const links = {
  'links.provisioned': 'Für {{domain}} eingerichtet. Gilt ab der nächsten Anmeldung.',
  'links.waits': 'Melden Sie sich zuerst an. Der angeklickte Link wartet so lange.',
  'links.programs': 'Links in anderen Programmen',
  'links.programs-help':
    'Welches Programm Nummern und Adressen öffnet, die Sie in einem Browser oder einer E-Mail anklicken. Die Wahl ist Ihre und bleibt, bis Sie sie ändern.',
  'links.looking': 'Das System wird gefragt …',
  'links.no-program': 'Kein Programm',
  'links.make-default': 'Als Standard festlegen',
  'links.make-default-for': 'Als Standard festlegen für Links der Art {{link}}',
  'links.asked': 'Wählen Sie Parlance in den Systemeinstellungen, die geöffnet wurden.',
} as const satisfies TextsOf<typeof english>;
