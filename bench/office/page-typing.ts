import type { PageRemote } from './page-remote.ts';

/** What a key press led to, ms from when the key went down. */
export interface KeyTimes {
  /** Until the next frame was painted: what stands in the field. */
  readonly echo: number;
  /** Until the last change of the results was painted; absent where they stayed the same. */
  readonly results?: number;
}

export interface Typing {
  /** CSS selector of the field. */
  readonly field: string;
  /** What holds field and results. */
  readonly around: string;
  readonly words: readonly string[];
}

/** Slower than people type, so that each key's results are its own. */
const BETWEEN_MS = 250;

/** Types each of the words into the empty field, key by key. */
export async function typeWords(
  page: PageRemote,
  { field, around, words }: Typing,
): Promise<readonly KeyTimes[]> {
  await page.until('the field to be there', `document.querySelector(${JSON.stringify(field)}) !== null`);
  await page.evaluate(`(${watchKeys.toString()})(${JSON.stringify(around)})`);
  for (const word of words) {
    await page.evaluate(`(${emptyField.toString()})(${JSON.stringify(field)})`);
    await pause(BETWEEN_MS);
    for (const character of word) {
      await page.key(character);
      await pause(BETWEEN_MS);
    }
  }
  await page.evaluate(`(${emptyField.toString()})(${JSON.stringify(field)})`);
  return (await page.evaluate('window.keyTimes')) as readonly KeyTimes[];
}

/** Runs in the page. */
function emptyField(field: string): void {
  const input = document.querySelector<HTMLInputElement>(field);
  if (!input) return;
  input.focus();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, '');
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Runs in the page: the time of each key, until its echo and until its last results are painted. */
function watchKeys(around: string): void {
  const times: { echo: number; results?: number }[] = [];
  Object.assign(window, { keyTimes: times });
  let pressedAt = 0;
  let current: { echo: number; results?: number } | undefined;
  const painted = (then: (at: number) => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(0);
    });
  };
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      const mine = { echo: 0 };
      [pressedAt, current] = [timeStamp, mine];
      times.push(mine);
      painted((at) => (mine.echo = at - timeStamp));
    },
    true,
  );
  const isResult = ({ target }: MutationRecord): boolean =>
    target instanceof Element
      ? target.closest('[role=listbox], [role=status]') !== null ||
        target.querySelector('[role=listbox]') !== null
      : target.parentElement?.closest('[role=listbox], [role=status]') !== null;
  new MutationObserver((records) => {
    const [mine, since] = [current, pressedAt];
    if (mine && records.some(isResult)) painted((at) => (mine.results = at - since));
  }).observe(document.querySelector(around) ?? document.body, {
    childList: true,
    characterData: true,
    subtree: true,
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
