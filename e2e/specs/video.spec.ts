import type { Locator, Page } from '@playwright/test';
import { sharedPageTitle } from '../fixtures/app-under-test.ts';
import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

/** Whether a picture runs there: its time goes on and it isn't one colour, as a picture that was never decoded would be. */
const isLive = (video: Locator): Promise<boolean> =>
  video.evaluate(async (element) => {
    const screen = element as HTMLVideoElement;
    const before = screen.getVideoPlaybackQuality().totalVideoFrames;
    await new Promise((resolve) => setTimeout(resolve, 500));
    const canvas = new OffscreenCanvas(32, 18);
    const context = canvas.getContext('2d');
    context?.drawImage(screen, 0, 0, 32, 18);
    const pixels = context?.getImageData(0, 0, 32, 18).data ?? new Uint8ClampedArray();
    const greens = pixels.filter((_, index) => index % 4 === 1);
    const isFlat = Math.max(...greens) - Math.min(...greens) < 40;
    return screen.getVideoPlaybackQuality().totalVideoFrames > before + 3 && !isFlat;
  });
const seen = (video: Locator) => expect.poll(() => isLive(video), { timeout: 25_000 }).toBe(true);
/** When the picture's first frame was there, ms since the page began to load. */
const firstFrame = (element: Element): Promise<number> =>
  new Promise((resolve) => {
    const screen = element as HTMLVideoElement;
    screen.requestVideoFrameCallback((now) => resolve(Math.round(now)));
  });
/** A page of one colour in which something moves; Chromium is told to share this one. */
const showSlides = async (page: Page, colour: string): Promise<void> => {
  const shown = await page.context().newPage();
  await shown.setContent(`<title>${sharedPageTitle}</title><style>
    body { margin: 0; background: ${colour}; }
    p { font: 4em sans-serif; color: white; animation: go 2s linear infinite alternate; }
    @keyframes go { to { transform: translateX(50vw); } }</style><p>Plans</p>`);
};
/** What most of a running picture is. */
const colourOf = (video: Locator): Promise<string> =>
  video.evaluate((element) => {
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    context?.drawImage(element as HTMLVideoElement, 0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
    if (green > 90 && green > blue + 40 && green > red + 40) return 'green';
    return blue > 90 && blue > green + 40 && blue > red + 40 ? 'blue' : `${red} ${green} ${blue}`;
  });
const card = (page: Page) => page.getByRole('region', { name: /^Call with/ });
const press = (page: Page, name: string) => card(page).getByRole('button', { name, exact: true }).click();

test.describe('video', { tag: '@video' }, () => {
  for (const [picture, encryption] of [
    ['H264', 'mandatory'],
    ['VP8', 'none'],
  ] as const) {
    test(`V3 V9: a camera goes on in a call, is seen, waits on hold and goes off: ${picture}, ${encryption === 'none' ? 'plain RTP' : 'SRTP'}`, async ({
      office,
      computer,
    }) => {
      // The phone shows back what it gets, so what is seen here was decoded and encoded there.
      const phone = await office.startPhone('carol', {
        answer: 'auto',
        codecs: ['PCMU'],
        encryption,
        picture,
      });
      const { page, process } = await computer(office.account('alice')).start();
      await process.waitFor('registered');
      await hubPage(page).search().fill('1003');
      await hubPage(page).search().press('Enter');
      await expect(card(page)).toContainText('Connected');
      await press(page, 'Start video');
      const theirs = page.getByLabel(/^Picture of/);
      await seen(theirs);
      await seen(page.getByLabel('Your own picture'));
      await page.screenshot({ path: `out/e2e/screens/video-${picture}.png` });
      if (picture === 'VP8') {
        // The pictures went with the page that drew them, and are made again.
        await page.reload();
        const shown = await theirs.evaluate(firstFrame);
        test.info().annotations.push({ type: 'their picture after a reload', description: `${shown} ms` });
        await seen(page.getByLabel('Your own picture'));
      }
      await press(page, 'Hold');
      await expect(card(page)).toContainText('On hold');
      await press(page, 'Resume');
      await seen(theirs);
      await press(page, 'Stop video');
      await expect(page.getByLabel('Your own picture')).toHaveCount(0);
      if (picture === 'H264') {
        // It takes one picture only and has no floor control: the screen comes in the camera's place.
        await showSlides(page, 'rgb(0, 200, 60)');
        await page.bringToFront();
        await press(page, 'Share screen');
        await expect.poll(() => colourOf(theirs), { timeout: 25_000 }).toBe('green');
        await press(page, 'Stop sharing');
        await expect(page.getByLabel('Your screen, as it is shared')).toHaveCount(0);
      }
      await press(page, 'End');
      await phone.stop();
    });
  }

  test('V3 V9: two people see each other when they want to, and slides beside it; who shares last is seen', async ({
    office,
    computer,
  }) => {
    const [alice, dave] = await Promise.all(
      ['alice', 'dave'].map(async (name) => {
        const app = await computer(office.account(name)).start();
        await app.process.waitFor('registered');
        return app.page;
      }),
    );
    if (!alice || !dave) throw new Error('nobody there');
    await hubPage(alice).search().fill('1004');
    await hubPage(alice).search().press('Enter');
    await dave
      .getByRole('button', { name: /^Answer/ })
      .first()
      .click();
    await expect(card(alice)).toContainText('Connected');
    // Alice's camera only: Dave sees her, and shows nothing of himself before he wants to.
    await card(alice).press('Alt+v');
    await seen(dave.getByLabel(/^Picture of/));
    await expect(dave.getByLabel('Your own picture')).toHaveCount(0);
    await card(dave).press('Alt+v');
    await seen(alice.getByLabel(/^Picture of/));
    await alice.screenshot({ path: 'out/e2e/screens/video-both.png' });
    // Slides beside the cameras: what Alice shows is what Dave sees, and both stay in the picture.
    await showSlides(alice, 'rgb(0, 200, 60)');
    await alice.bringToFront();
    await press(alice, 'Share screen');
    const slides = (page: Page) => page.getByLabel(/^Screen of/);
    await expect.poll(() => colourOf(slides(dave)), { timeout: 25_000 }).toBe('green');
    await expect(dave.getByText('is sharing a screen')).toBeVisible();
    // What they show stands large beside the list, and goes onto the call and back by its button.
    const large = dave.getByRole('region', { name: /^Pictures of the call/ });
    await expect(large.getByLabel(/^Screen of/)).toBeVisible();
    await large.getByRole('button', { name: 'Small, on the call' }).click();
    await expect.poll(() => colourOf(card(dave).getByLabel(/^Screen of/)), { timeout: 25_000 }).toBe('green');
    await card(dave).getByRole('button', { name: 'Large, beside the list' }).click();
    await expect.poll(() => colourOf(large.getByLabel(/^Screen of/)), { timeout: 25_000 }).toBe('green');
    await expect(card(alice)).toContainText('The other side sees your screen');
    await seen(dave.getByLabel(/^Picture of/));
    await dave.screenshot({ path: 'out/e2e/screens/slides-theirs.png' });
    await alice.screenshot({ path: 'out/e2e/screens/slides-own.png' });
    // Whoever shares last is seen, and the other is told.
    await showSlides(dave, 'rgb(30, 60, 220)');
    await dave.bringToFront();
    await press(dave, 'Share screen');
    await expect.poll(() => colourOf(slides(alice)), { timeout: 25_000 }).toBe('blue');
    await expect(card(alice)).toContainText('The other side has taken over');
    await expect(slides(dave)).toHaveCount(0);
    await press(dave, 'Stop sharing');
    await expect(slides(alice)).toHaveCount(0);
    await seen(alice.getByLabel(/^Picture of/));
    await press(alice, 'End');
  });
});
