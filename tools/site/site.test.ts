import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import MiniSearch from 'minisearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../process/root.ts';
import { brokenLinks } from './broken-links.ts';
import { buildSite } from './build-site.ts';
import { cleaned } from './draw-diagrams.ts';
import { contents } from './contents.ts';
import { renderMarkdown } from './render-markdown.ts';
import { readPages } from './site-pages.ts';

let site: string;
const read = (file: string) => readFileSync(path.join(site, file), 'utf8');

beforeAll(() => {
  site = mkdtempSync(path.join(tmpdir(), 'parlance-site-'));
  buildSite(root, site);
});
afterAll(() => rmSync(site, { recursive: true, force: true }));

describe('the site of the guides', () => {
  it('S9: every guide has its place in the contents, once', () => {
    const pages = readPages(root, contents).flatMap((section) => section.pages.map(({ source }) => source));
    const guides = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `docs/${file.replaceAll('\\', '/')}`);
    expect(pages.filter((page) => page.startsWith('docs/')).toSorted()).toEqual(guides.toSorted());
    expect(new Set(pages).size).toBe(pages.length);
  });

  it('S9: every link of every page leads somewhere, and nothing is fetched from elsewhere', () => {
    expect(brokenLinks(site)).toEqual([]);
    expect(read('assets/site.css')).not.toMatch(/url\(|@import/);
    expect(read('admin/index.html')).toContain('<nav aria-label="Guides">');
  });

  it('S9: the search finds an error by its number and a parameter by its name', () => {
    const script = read('assets/search-index.js');
    const { index, options } = JSON.parse(script.slice(script.indexOf('{'), script.lastIndexOf('}') + 1)) as {
      index: string;
      options: { fields: string[] };
    };
    const search = MiniSearch.loadJSON(index, options);
    const first = (words: string) => String(search.search(words)[0]?.id);
    expect(first('PAR-2001')).toMatch(/^admin\/errors\.html#/);
    expect(search.search('EnablePrtEncryption').map(({ id }) => String(id))).toContainEqual(
      expect.stringMatching(/^admin\/parameters\.html#/),
    );
  });
});

describe('a page', () => {
  it('gives headings of the same name anchors of their own', () => {
    const { html } = renderMarkdown('# A `b`: c\n\n## Same\n\n## Same\n', (address) => address);
    expect(html).toContain('id="a-b-c"');
    expect(html).toContain('id="same"');
    expect(html).toContain('id="same-1"');
  });

  it('does not pass HTML on', () => {
    const { html } = renderMarkdown('# T\n\n<script src="x"></script>\n', (address) => address);
    expect(html).not.toContain('<script');
  });
});

it('a link to what is not there, and a script of others, are told', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parlance-links-'));
  writeFileSync(
    path.join(folder, 'a.html'),
    '<h1 id="here">x</h1><a href="#here">1</a><a href="b.html">2</a><a href="#gone">3</a><a href="https://example.com">4</a><script src="https://cdn.example.com/x.js"></script>',
  );
  expect(brokenLinks(folder)).toEqual([
    'a.html: b.html is not there',
    'a.html: #gone has no such heading',
    'a.html: https://cdn.example.com/x.js is fetched from elsewhere',
  ]);
  rmSync(folder, { recursive: true });
});

describe('diagrams', () => {
  it('S9: a diagram that is drawn is shown beside its text, one that is not stays text', () => {
    const text = '# A\n\n```mermaid\nstateDiagram-v2\n```\n';
    const drawn = { light: 'l.svg', dark: 'd.svg' };
    expect(renderMarkdown(text, String, () => drawn).html).toMatch(
      /srcset="d\.svg">\s*<img src="l\.svg"[\s\S]*<details>[\s\S]*<code class="language-mermaid">stateDiagram-v2/,
    );
    expect(renderMarkdown(text, String).html).not.toContain('<img');
  });

  const svg = (inside: string) =>
    `<svg width="100%" viewBox="0 0 12.3 4" style="max-width: 12px;">${inside}</svg>`;
  it('S9: a drawn diagram has a size of its own', () => {
    expect(cleaned(svg('<g/>'))).toBe('<svg width="13" height="4" viewBox="0 0 12.3 4"><g/></svg>');
  });
  it.each([
    '<script>1</script>',
    '<foreignObject/>',
    '<image/>',
    '<a/>',
    '<g onload="x()"/>',
    '<g href="https://evil.test/"/>',
    '<style>@import "x"</style>',
    '<g style="fill:url(https://evil.test/)"/>',
    '<SCRIPT src="x"/>',
  ])('S9: no picture has %s', (odd) => {
    expect(() => cleaned(svg(odd))).toThrow('must not have');
  });
});
