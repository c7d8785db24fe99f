import { posix } from 'node:path';
import { headingAnchor } from '../site/heading-anchor.ts';
import type { Check, Finding, Tree } from './check.ts';
import type { SourceFile } from './source-files.ts';

/** Pictures and other files that the tree does not read as text. */
const unread = /\.(png|svg|ico|jpg)$/;

/** Every link of a guide to another of our files leads somewhere, and to a heading that is there. */
export const deadLinks: Check = {
  name: 'dead links',
  check: (tree) => ({
    findings: tree.files
      .filter(({ path }) => path.endsWith('.md') && !path.includes('node_modules'))
      .flatMap((file) => deadIn(file, tree)),
    notes: [],
  }),
};

function deadIn(file: SourceFile, tree: Tree): readonly Finding[] {
  let isCode = false;
  return file.text.split('\n').flatMap((line, index) => {
    if (line.startsWith('```')) isCode = !isCode;
    if (isCode) return [];
    const plain = line.replace(/`[^`]*`/g, '');
    return [...plain.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
      const trouble = troubleOf(target, file, tree);
      return trouble === undefined ? [] : [{ path: file.path, line: index + 1, message: trouble }];
    });
  });
}

function troubleOf(target: string, from: SourceFile, { files }: Tree): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target) || unread.test(target)) return undefined;
  const [place = '', anchor] = decodeURIComponent(target).split('#');
  const path = place === '' ? from.path : posix.join(posix.dirname(from.path), place).replace(/\/$/, '');
  const found = files.find((each) => each.path === path);
  if (!found) {
    const isFolder = path === '.' || files.some((each) => each.path.startsWith(`${path}/`));
    // A licence or a script has no ending that the tree reads.
    return isFolder || !posix.extname(path) ? undefined : `links to ${target}, which is not there`;
  }
  if (anchor === undefined || anchor === '' || !path.endsWith('.md')) return undefined;
  return anchorsOf(found).has(anchor) ? undefined : `links to ${target}: there is no such heading`;
}

function anchorsOf({ text }: SourceFile): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ +(.*)$/gm)].map(([, heading = '']) => headingAnchor(heading));
  const named = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id);
  return new Set([...headings, ...named]);
}
