import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { contents } from './contents.ts';
import type { Diagram } from './draw-diagrams.ts';
import { pageLayout } from './page-layout.ts';
import { type RenderedPage, renderMarkdown } from './render-markdown.ts';
import { searchIndex } from './search-index.ts';
import { readPages, type SitePage } from './site-pages.ts';

/**
 * Writes the site into `folder`; gives the number of its pages. Diagrams that were not drawn stay text.
 * @throws Error naming a page and a link of it that leads to none of our files
 */
export function buildSite(
  root: string,
  folder: string,
  diagrams: ReadonlyMap<string, Diagram> = new Map(),
): number {
  const sections = readPages(root, contents);
  const pages = sections.flatMap((section) => section.pages);
  const copied = new Set<string>();
  const rendered = pages.map((page) => {
    const place = (address: string) => placeOf(address, { page, pages, root, copied });
    return [page, renderMarkdown(page.text, place, (text) => placeDiagram(text, page, diagrams))] as const;
  });
  for (const [page, { html, passages }] of rendered)
    write(folder, page.target, pageLayout({ page, html, passages, sections }));
  for (const file of copied) cpSync(path.join(root, file), path.join(folder, copyOf(file)));
  for (const [source, { light, dark }] of diagrams) {
    write(folder, diagramFile(source, 'light'), light);
    write(folder, diagramFile(source, 'dark'), dark);
  }
  writeAssets(root, folder, rendered);
  return pages.length;
}

/** What stands in the guides' diagrams, to be drawn. */
export function diagramsOf(root: string): readonly string[] {
  return readPages(root, contents)
    .flatMap(({ pages }) => pages)
    .flatMap(({ text }) =>
      [...text.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(([, source = '']) => source),
    );
}

function placeDiagram(source: string, page: SitePage, diagrams: ReadonlyMap<string, Diagram>) {
  if (!diagrams.has(source)) return undefined;
  const at = (look: 'light' | 'dark') =>
    path.posix.relative(path.posix.dirname(page.target), diagramFile(source, look));
  return { light: at('light'), dark: at('dark') };
}

function diagramFile(source: string, look: 'light' | 'dark'): string {
  const name = createHash('sha256').update(source).digest('hex').slice(0, 12);
  return `diagrams/${name}-${look}.svg`;
}

interface Surroundings {
  readonly page: SitePage;
  readonly pages: readonly SitePage[];
  readonly root: string;
  /** Pictures and examples that pages lead to, by their place in the repository. */
  readonly copied: Set<string>;
}

/** Where a link leads in the site, relative to its page: to a page, to a copied file, or out into the world. */
function placeOf(address: string, { page, pages, root, copied }: Surroundings): string {
  if (/^([a-z][a-z0-9+.-]*:|#)/i.test(address)) return address;
  const [place = '', anchor] = decodeURIComponent(address).split('#');
  const source = path.posix.join(path.posix.dirname(page.source), place).replace(/\/$/, '');
  const found = pages.find((each) => each.source === source || each.source === `${source}/README.md`);
  const isFile =
    found === undefined && path.posix.extname(source) !== '' && existsSync(path.join(root, source));
  if (!found && !isFile) throw new Error(`${page.source} links to ${address}, which is not part of the site`);
  if (isFile) copied.add(source);
  const target = found?.target ?? copyOf(source);
  const relative = path.posix.relative(path.posix.dirname(page.target), target);
  return anchor === undefined ? relative : `${relative}#${anchor}`;
}

function copyOf(source: string): string {
  return source.startsWith('docs/') ? source.slice('docs/'.length) : `files/${path.posix.basename(source)}`;
}

function writeAssets(
  root: string,
  folder: string,
  rendered: readonly (readonly [SitePage, RenderedPage])[],
): void {
  const own = path.join(import.meta.dirname, 'assets');
  const search = createRequire(import.meta.url).resolve('minisearch');
  const copies = {
    'site.css': path.join(own, 'site.css'),
    'search.js': path.join(own, 'search.mjs'),
    'parlance.svg': path.join(root, 'packaging', 'icons', 'parlance.svg'),
    'minisearch.js': path.join(path.dirname(search), '..', 'umd', 'index.js'),
  };
  for (const [name, from] of Object.entries(copies)) cpSync(from, path.join(folder, 'assets', name));
  write(folder, 'assets/search-index.js', searchIndex(rendered));
}

function write(folder: string, target: string, text: string): void {
  const file = path.join(folder, target);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
