import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShowcase, type Showcase } from './open-showcase.ts';
import { screens } from './screens.ts';

/** Fluent's focus guards: empty, hidden from the eye and focusable, so that Tab stays within menus and dialogs. */
const focusGuards = '[data-tabster-dummy]';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

describe('every screen', () => {
  let showcase: Showcase;
  beforeAll(async () => {
    showcase = await openShowcase();
  }, 120_000);
  afterAll(() => showcase.close());

  it('X7: names are used once', () => {
    const names = screens.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  // Each screen is a page of its own, so several are looked at at once: as many as `maxConcurrency` says.
  it.concurrent.each(screens.filter(({ isPicture }) => !isPicture))(
    'X7: $name breaks no rule of WCAG 2.2 AA and nothing of the content policy',
    async (screen) => {
      const { page, complaints, close } = await showcase.open(screen);
      const { violations } = await new AxeBuilder({ page }).withTags(rules).exclude(focusGuards).analyze();
      const found = violations.flatMap(({ id, nodes }) =>
        nodes.map(
          (node) => `${id}: ${node.target.join(' ')} ${node.any[0]?.message ?? node.failureSummary ?? ''}`,
        ),
      );
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      await close();
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      expect(overflow, 'nothing is wider than the window').toBe(0);
    },
  );
});
