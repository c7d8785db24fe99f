import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openShowcase } from './open-showcase.ts';
import { screens } from './screens.ts';

const root = join(import.meta.dirname, '../..');
/** Pictures for the documents, which are kept, and all the others, for looking at. */
const folders = { documents: join(root, 'docs/screens'), others: join(root, 'out/screens') } as const;

/** Takes a picture of each screen whose name contains `part`; gives the files. */
async function takeScreens(part: string): Promise<readonly string[]> {
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const showcase = await openShowcase();
  const taken: string[] = [];
  try {
    for (const screen of screens.filter(({ name }) => name.includes(part))) {
      const opened = await showcase.open(screen);
      const path = join(screen.isDocumented ? folders.documents : folders.others, `${screen.name}.png`);
      await opened.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
      taken.push(path);
      await opened.close();
    }
  } finally {
    await showcase.close();
  }
  return taken;
}

const taken = await takeScreens(process.argv[2] ?? '');
console.log(
  `${taken.length} screens taken, those for the documents into docs/screens, the others into out/screens.`,
);
