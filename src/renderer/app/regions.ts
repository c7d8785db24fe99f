/** What can be focused by Tab. */
const TABBABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])';
/** What a person comes to a region for, before its first button. */
const WANTED = '[aria-current="page"], textarea, [role="listbox"], [role="combobox"]';

/** The next or previous one of `count` places that fits, round the corner; undefined when none does. `from` -1 stands before the first. */
export function nextFitting(
  count: number,
  from: number,
  isBackwards: boolean,
  fits: (index: number) => boolean,
): number | undefined {
  for (let step = 1; step <= count; step += 1) {
    const start = from === -1 && isBackwards ? 0 : from;
    const index = (((isBackwards ? start - step : start + step) % count) + count) % count;
    if (fits(index)) return index;
  }
  return undefined;
}

/** Not in a part of its own within this one. */
const isOwn = (region: Element, one: Element): boolean => {
  const part = one.closest('[data-region]');
  return part === null || part === region || !region.contains(part);
};

/** Where the keyboard goes in a region: what it holds that is wanted most, else the first thing. */
export function targetIn(region: Element): HTMLElement | undefined {
  const seen = (selector: string) =>
    [...region.querySelectorAll<HTMLElement>(selector)].filter(
      (one) => one.checkVisibility() && one.matches(TABBABLE) && isOwn(region, one),
    );
  return seen(WANTED)[0] ?? seen(TABBABLE)[0];
}

/** The hub's own children, each behind what stands in it as a part of its own (the calls that are going on). */
function regionsOf(hub: Element): readonly Element[] {
  return [...hub.children]
    .filter((child) => child.localName !== 'a')
    .flatMap((child) => [...child.querySelectorAll('[data-region]'), child]);
}

/** F6: moves the keyboard to the next part of the window (product-and-ux 3.15). */
export function focusNextRegion(hub: Element, isBackwards: boolean): void {
  const regions = regionsOf(hub);
  const from = regions.findIndex((region) => region.contains(document.activeElement));
  const next = nextFitting(
    regions.length,
    from,
    isBackwards,
    (index) => targetIn(regions[index] as Element) !== undefined,
  );
  if (next !== undefined) targetIn(regions[next] as Element)?.focus();
}
