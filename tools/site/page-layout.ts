import type { Passage } from './render-markdown.ts';
import type { SitePage, SiteSection } from './site-pages.ts';

interface Layout {
  readonly page: SitePage;
  readonly html: string;
  readonly passages: readonly Passage[];
  readonly sections: readonly SiteSection[];
}

/** Own files only, from the disk too; nothing runs that stands in the page, nothing is sent anywhere. */
const policy =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'";

/** A whole page: nothing in it leads to another server, which its own policy enforces. */
export function pageLayout({ page, html, passages, sections }: Layout): string {
  const up = '../'.repeat(page.target.split('/').length - 1);
  const isHome = page === sections[0]?.pages[0];
  return `<!doctype html>
<html lang="en" data-up="${up}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escaped(isHome ? 'Parlance' : `${page.title} · Parlance`)}</title>
<link rel="icon" href="${up}assets/parlance.svg">
<link rel="stylesheet" href="${up}assets/site.css">
<script src="${up}assets/minisearch.js" defer></script>
<script src="${up}assets/search-index.js" defer></script>
<script src="${up}assets/search.js" defer></script>
</head>
<body>
<a class="skip" href="#content">To the text</a>
<header>
<a class="name" href="${up}index.html"><img src="${up}assets/parlance.svg" alt="" width="28" height="28">Parlance</a>
<form role="search"><input type="search" placeholder="Search (press /)" aria-label="Search the guides" autocomplete="off"
 role="combobox" aria-expanded="false" aria-controls="results" hidden><ul id="results" role="listbox" aria-label="Found" hidden></ul></form>
</header>
<div class="columns">
<details class="menu" open><summary>All guides</summary><nav aria-label="Guides">
${sections.map((section) => sectionOf(section, page, up)).join('\n')}
</nav></details>
<main id="content"${isHome ? ' class="home"' : ''}>
${html}</main>
${outlineOf(passages)}
</div>
</body>
</html>
`;
}

function sectionOf({ title, pages }: SiteSection, current: SitePage, up: string): string {
  const rows = pages.map((page) => {
    const mark = page === current ? ' aria-current="page"' : '';
    return `<li><a href="${up}${page.target}"${mark}>${escaped(page.title)}</a></li>`;
  });
  const isOpen = pages.includes(current) || pages.length < 20;
  return `<details${isOpen ? ' open' : ''}><summary>${escaped(title)}</summary><ul>${rows.join('')}</ul></details>`;
}

/** What is on this page; nothing for a page of fewer than three headings. */
function outlineOf(passages: readonly Passage[]): string {
  const shown = passages.filter(({ level }) => level === 2);
  if (shown.length < 3) return '<aside></aside>';
  const rows = shown.map(
    ({ anchor, heading }) => `<li><a href="#${anchor}">${escaped(heading.replace(/[`*]/g, ''))}</a></li>`,
  );
  return `<aside><nav aria-label="On this page"><p>On this page</p><ul>${rows.join('')}</ul></nav></aside>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
