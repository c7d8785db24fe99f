import { rmSync } from 'node:fs';
import { fromRoot, root } from '../process/root.ts';
import { brokenLinks } from '../site/broken-links.ts';
import { buildSite, diagramsOf } from '../site/build-site.ts';
import { drawDiagrams } from '../site/draw-diagrams.ts';
import { CommandFailed, type RunCommand } from './command.ts';

/** `npm run docs`: the guides as a site in `out/site`, to be read from the disk or put on any web server. */
export const run: RunCommand = async () => {
  const folder = fromRoot('out', 'site');
  rmSync(folder, { recursive: true, force: true });
  const pages = buildSite(root, folder, await drawDiagrams(diagramsOf(root)));
  const broken = brokenLinks(folder);
  if (broken.length > 0) throw new CommandFailed(broken.join('\n'));
  console.log(`${pages} pages: out/site/index.html`);
  return 0;
};
