import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../process/root.ts';
import { findBrowser } from '../system/browser.ts';
import { buildSite, diagramsOf } from './build-site.ts';
import { drawDiagrams } from './draw-diagrams.ts';

let site: string;
let browser: Browser;

beforeAll(async () => {
  site = mkdtempSync(path.join(tmpdir(), 'parlance-site-seen-'));
  const [first = ''] = diagramsOf(root);
  buildSite(root, site, await drawDiagrams([first]));
  const executablePath = findBrowser()?.path;
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  browser = await chromium.launch({ args, ...(executablePath !== undefined && { executablePath }) });
});
afterAll(async () => {
  await browser?.close();
  rmSync(site, { recursive: true, force: true });
});

/** From the disk, as people open it; what it asks for besides its own files is written down. */
async function open(file: string, look: { readonly colorScheme?: 'dark'; readonly width?: number } = {}) {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1400, height: 900 },
    ...(look.colorScheme && { colorScheme: look.colorScheme }),
  });
  const page = await context.newPage();
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(pathToFileURL(site).href)) elsewhere.push(request.url());
  });
  await page.goto(pathToFileURL(path.join(site, file)).href);
  return { page, elsewhere };
}

describe('the guides in a browser', () => {
  it.each([
    ['index.html', {}],
    ['sign-in.html', { colorScheme: 'dark' as const }],
    ['user/index.html', { width: 400 }],
  ])(
    'S9: %s breaks no rule of WCAG 2.2 AA, is no wider than the window, and asks nobody else',
    async (file, look) => {
      const { page, elsewhere } = await open(file, look);
      const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
      expect(
        violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`)),
      ).toEqual([]);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
      expect(elsewhere).toEqual([]);
    },
  );

  it('S9: a diagram is a picture in the look of the page, with its text below', async () => {
    const { page } = await open('sign-in.html', { colorScheme: 'dark' });
    await page.getByRole('img', { name: 'Diagram, as text below' }).first().scrollIntoViewIfNeeded();
    const shown = 'document.querySelector("figure img")';
    await expect
      .poll(() => page.evaluate<number>(`${shown}.naturalWidth`), { timeout: 20_000 })
      .toBeGreaterThan(300);
    expect(await page.evaluate<string>(`${shown}.currentSrc`)).toContain('-dark.svg');
    await page.getByText('The diagram as text').first().click();
    expect(await page.locator('figure pre').first().textContent()).toContain('stateDiagram-v2');
  });

  it('S9: an error is found by its number with the keyboard alone', async () => {
    const { page } = await open('user/index.html');
    await page.keyboard.press('/');
    await page.keyboard.type('PAR-2001');
    await page
      .getByRole('option', { name: /PAR-2001/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/admin\/errors\.html#par-2001$/);
    expect(await page.getByRole('heading', { name: 'PAR-2001' }).isVisible()).toBe(true);
  });
});
