import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openShowcase } from './open-showcase.ts';
import { screens } from './screens.ts';

/** Takes a picture of each chosen screen; those for the documents go to `documents`, the others to `others`. */
export async function takeScreens(folders: {
  readonly documents: string;
  readonly others: string;
  /** Only screens whose name contains this. */
  readonly only?: string;
}): Promise<readonly string[]> {
  for (const folder of [folders.documents, folders.others]) mkdirSync(folder, { recursive: true });
  const showcase = await openShowcase();
  const taken: string[] = [];
  try {
    for (const screen of screens.filter(({ name }) => name.includes(folders.only ?? ''))) {
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
