import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Section } from './contents.ts';

/** One page: where it comes from and where it lies in the site; both with forward slashes. */
export interface SitePage {
  readonly source: string;
  readonly target: string;
  /** The first heading, without marks. */
  readonly title: string;
  readonly text: string;
}

export interface SiteSection {
  readonly title: string;
  readonly pages: readonly SitePage[];
}

/** Reads what the contents name. @throws Error naming a file of the contents that is not there */
export function readPages(root: string, contents: readonly Section[]): readonly SiteSection[] {
  const named = new Set(contents.flatMap(({ pages }) => pages));
  return contents.map(({ title, pages }) => ({
    title,
    pages: pages.flatMap((place) => filesOf(root, place, named)).map((source) => readPage(root, source)),
  }));
}

function filesOf(root: string, place: string, named: ReadonlySet<string>): readonly string[] {
  if (!existsSync(path.join(root, place))) throw new Error(`The contents name ${place}, which is not there`);
  if (!statSync(path.join(root, place)).isDirectory()) return [place];
  return readdirSync(path.join(root, place))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${place}/${name}`)
    .filter((file) => !named.has(file))
    .sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)) || (a < b ? -1 : 1));
}

const isFirst = (file: string) => file.endsWith('/README.md');

function readPage(root: string, source: string): SitePage {
  // What generators leave for writers is not for readers.
  const text = readFileSync(path.join(root, source), 'utf8').replace(/<!--[\s\S]*?-->\n?/g, '');
  const heading = /^# +(.*)$/m.exec(text)?.[1];
  if (heading === undefined) throw new Error(`${source} has no heading`);
  return { source, target: targetOf(source), title: heading.replace(/[`*]/g, ''), text };
}

/** `docs/admin/README.md` becomes `admin/index.html`, a file at the top `project/….html`. */
function targetOf(source: string): string {
  const place = source.startsWith('docs/') ? source.slice('docs/'.length) : `project/${source.toLowerCase()}`;
  return place.replace(/README\.md$/, 'index.md').replace(/\.md$/, '.html');
}
