import type { links as english } from '../en/links.ts';
import type { TextsOf } from '../texts-of.ts';

export const links = {
  'links.provisioned': 'Für {{domain}} eingerichtet. Gilt ab der nächsten Anmeldung.',
  'links.waits': 'Melden Sie sich zuerst an. Der angeklickte Link wartet so lange.',
} as const satisfies TextsOf<typeof english>;
