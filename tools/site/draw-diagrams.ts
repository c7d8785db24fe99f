import { createRequire } from 'node:module';
import { chromium, type Page } from 'playwright';
import { findBrowser } from '../system/browser.ts';

/** A diagram in both looks of the site, as SVG. */
export interface Diagram {
  readonly light: string;
  readonly dark: string;
}

/** Colours of site.css; a picture cannot take them over by itself. */
const looks = {
  light: { ink: '#1a2130', ground: '#f6f8fb', line: '#5d6b82', paper: '#ffffff' },
  dark: { ink: '#e7eaf0', ground: '#1b1f27', line: '#a4aebf', paper: '#14171d' },
} as const;
const FONT = 'system-ui, "Noto Sans", "DejaVu Sans", sans-serif';

/**
 * Draws what stands between ```` ```mermaid ```` and ```` ``` ````, with the system's Chromium and nothing from elsewhere.
 * @throws Error with the diagram's first line where one cannot be drawn
 */
export async function drawDiagrams(sources: readonly string[]): Promise<ReadonlyMap<string, Diagram>> {
  const executablePath = findBrowser()?.path;
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ args, ...(executablePath !== undefined && { executablePath }) });
  try {
    const page = await browser.newPage();
    await page.route('**', (route) => route.abort());
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve('@mermaid-js/tiny') });
    const drawn = new Map<string, Diagram>();
    for (const source of new Set(sources))
      drawn.set(source, {
        light: await draw(page, source, 'light'),
        dark: await draw(page, source, 'dark'),
      });
    return drawn;
  } finally {
    await browser.close();
  }
}

async function draw(page: Page, source: string, look: keyof typeof looks): Promise<string> {
  const { ink, ground, line, paper } = looks[look];
  const settings = {
    startOnLoad: false,
    securityLevel: 'strict',
    htmlLabels: false,
    fontFamily: FONT,
    theme: 'base',
    themeVariables: {
      darkMode: look === 'dark',
      background: paper,
      primaryColor: ground,
      primaryTextColor: ink,
      primaryBorderColor: line,
      lineColor: line,
      secondaryColor: ground,
      tertiaryColor: paper,
      textColor: ink,
      noteBkgColor: ground,
      noteTextColor: ink,
      noteBorderColor: line,
      fontFamily: FONT,
    },
  };
  const script = `(async () => {
    mermaid.initialize(${JSON.stringify(settings)});
    return (await mermaid.render('drawn', ${JSON.stringify(source)})).svg;
  })()`;
  const svg = await page.evaluate<string>(script).catch((error: unknown) => {
    throw new Error(
      `${source.split('\n', 1)[0] ?? ''}: ${error instanceof Error ? error.message : 'not drawn'}`,
    );
  });
  return cleaned(svg);
}

/**
 * A picture by itself: no script, nothing from elsewhere, with a size of its own.
 * @throws Error naming what a picture must not have
 */
export function cleaned(svg: string): string {
  const odd =
    /<(script|foreignObject|image|use|a|iframe)[\s/>]|\son\w+\s*=|javascript:|@import|url\((?!#)|(href|src)\s*=/i.exec(
      svg,
    );
  if (odd) throw new Error(`A diagram has ${odd[0].trim()}, which a picture must not have`);
  const [, width, height] = /viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  if (width === undefined || height === undefined) throw new Error('A diagram has no size');
  const size = ` width="${Math.ceil(Number(width))}" height="${Math.ceil(Number(height))}"`;
  return svg
    .replace(/^<svg([^>]*?)\swidth="[^"]*"/, `<svg$1${size}`)
    .replace(/\sstyle="max-width:[^"]*"/, '');
}
