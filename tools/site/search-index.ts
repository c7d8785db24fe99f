import MiniSearch from 'minisearch';
import type { RenderedPage } from './render-markdown.ts';
import type { SitePage } from './site-pages.ts';

const options = {
  fields: ['heading', 'words'],
  storeFields: ['heading', 'page', 'words'],
  searchOptions: { prefix: true, fuzzy: 0.15, boost: { heading: 3 }, combineWith: 'AND' as const },
};

/** A script that hands the page its index: a script, as a page on a disk may read nothing else. */
export function searchIndex(rendered: readonly (readonly [SitePage, RenderedPage])[]): string {
  const index = new MiniSearch(options);
  for (const [page, { passages }] of rendered)
    for (const { anchor, heading, words } of passages)
      index.add({
        id: `${page.target}#${anchor}`,
        page: page.title,
        heading: heading.replace(/[`*]/g, ''),
        words: words.replace(/\s+/g, ' ').trim(),
      });
  const data = JSON.stringify({ options, index: JSON.stringify(index) }).replaceAll('<', '\\u003c');
  return `globalThis.parlanceSearch = ${data};\n`;
}
