import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LookName, lookNames } from './looks.ts';
import { openShowcase } from './open-showcase.ts';
import { screens } from './screens.ts';

const root = join(import.meta.dirname, '../..');
/** Pictures for the documents, which are kept, and all the others, for looking at. */
const folders = { documents: join(root, 'docs/screens'), others: join(root, 'out/screens') } as const;

/** Takes a picture of each screen whose name contains `part`; in a look, beside the others and never for the documents. */
async function takeScreens(part: string, look: LookName | undefined): Promise<number> {
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const wanted = screens.filter(({ name }) => name.includes(part));
  const showcase = await openShowcase();
  try {
    for (const screen of wanted) {
      const opened = await showcase.open(screen, look);
      const folder = screen.isDocumented && !look ? folders.documents : folders.others;
      const path = join(folder, `${screen.name}${look ? `.${look}` : ''}.png`);
      await opened.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
      await opened.close();
    }
  } finally {
    await showcase.close();
  }
  return wanted.length;
}

const look = lookNames.find((name) => name === process.argv[3]);
const count = await takeScreens(process.argv[2] ?? '', look);
console.log(
  look
    ? `${count} screens taken in the look "${look}", into out/screens.`
    : `${count} screens taken, those for the documents into docs/screens, the others into out/screens.`,
);
