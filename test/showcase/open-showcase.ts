import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { commonHeaders } from '../../src/main/app/window/content-policy.ts';
import { readRendererFile } from '../../src/main/app/window/renderer-files.ts';
import { findBrowser } from '../../src/main/hosts/node/browser.ts';
import { strongRandom } from '../../src/main/app/machine/strong-random.ts';
import { type LookName, looks } from './looks.ts';
import { now } from './office.ts';
import { type Screen, type Step, wide } from './screen.ts';

export interface Showcase {
  /** A page with the screen as it is to be looked at: its steps done, everything at rest. Close it afterwards. */
  open(screen: Screen, look?: LookName): Promise<OpenScreen>;
  close(): Promise<void>;
}

export interface OpenScreen {
  readonly page: Page;
  /** What the page complained about: exceptions, refusals of the content policy, React's warnings. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Builds the showcase, serves it as a host serves the window, and starts a browser. */
export async function openShowcase(): Promise<Showcase> {
  // A folder of its own: two runs at once must not empty each other's.
  const built = await mkdtemp(join(tmpdir(), 'parlance-showcase-'));
  await build({
    configFile: join(import.meta.dirname, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: built, emptyOutDir: true },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/blob/tab/')) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(tabPage);
      return;
    }
    void readRendererFile(built, pathname, strongRandom).then((file) => {
      response.writeHead(file ? 200 : 404, { ...commonHeaders, ...file?.headers }).end(file?.content);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await startBrowser();
  return {
    open: (screen, look) => openScreen(browser, origin, screen, look),
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(built, { recursive: true, force: true });
    },
  };
}

/** What an organisation's own page shows. */
const tabPage =
  '<!doctype html><html lang="en"><title>Intranet</title><body style="font-family: sans-serif"><h1>Welcome</h1><p>The lifts are serviced on Friday.</p></body></html>';

function startBrowser(): Promise<Browser> {
  const executablePath = findBrowser()?.path;
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ args, ...(executablePath !== undefined && { executablePath }) });
}

async function openScreen(
  browser: Browser,
  origin: string,
  screen: Screen,
  look?: LookName,
): Promise<OpenScreen> {
  const [width, height] = screen.size ?? wide;
  const theme = (look && looks[look].settings?.theme) ?? screen.settings?.theme;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    colorScheme: theme === 'dark' || theme === 'high-contrast' ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/AudioContext/.test(line.text())) complaints.push(line.text());
  });
  await page.clock.setFixedTime(now);
  await page.goto(`${origin}/?screen=${screen.name}&look=${look ?? ''}`);
  for (const step of screen.steps ?? []) await perform(page, step);
  await page.getByText(screen.shows).first().waitFor();
  await page.evaluate(atRest);
  return { page, complaints, close: () => context.close() };
}

async function perform(page: Page, step: Step): Promise<void> {
  if ('press' in step) {
    await page.locator('#root > *').first().waitFor();
    await page.keyboard.press(step.press);
  } else if ('open' in step) await page.locator(`[data-page="${step.open}"]`).click();
  else if ('focus' in step) await page.getByLabel(step.focus).first().focus();
  else if ('type' in step) await page.getByLabel(step.into).first().fill(step.type);
  else if (step.role) await page.getByRole(step.role, { name: step.click }).first().click();
  else await page.getByRole('button', { name: step.click }).or(page.getByLabel(step.click)).first().click();
}

/** Runs in the page: fonts are there, what moves has arrived (but for what never does), and the focus has been placed. */
async function atRest(): Promise<void> {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await document.fonts.ready;
  await nextFrame();
  const finite = document
    .getAnimations()
    .filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
  await Promise.allSettled(finite.map((one) => one.finished));
  await nextFrame();
}
