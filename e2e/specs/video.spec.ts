import type { Locator, Page } from '@playwright/test';
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
const card = (page: Page) => page.getByRole('region', { name: /^Call with/ });
const press = (page: Page, name: string) => card(page).getByRole('button', { name, exact: true }).click();

test.describe('video', { tag: '@video' }, () => {
  for (const [picture, encryption] of [
    ['H264', 'mandatory'],
    ['VP8', 'none'],
  ] as const) {
    test(`V3: a camera goes on in a call, is seen, waits on hold and goes off: ${picture}, ${encryption === 'none' ? 'plain RTP' : 'SRTP'}`, async ({
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
      const theirs = card(page).getByLabel(/^Picture of/);
      await seen(theirs);
      await seen(card(page).getByLabel('Your own picture'));
      await page.screenshot({ path: `out/e2e/screens/video-${picture}.png` });
      await press(page, 'Hold');
      await expect(card(page)).toContainText('On hold');
      await press(page, 'Resume');
      await seen(theirs);
      await press(page, 'Stop video');
      await expect(card(page).getByLabel('Your own picture')).toHaveCount(0);
      await press(page, 'End');
      await phone.stop();
    });
  }

  test('V3: two people see each other, each from when they want to be seen', async ({ office, computer }) => {
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
    await seen(card(dave).getByLabel(/^Picture of/));
    await expect(card(dave).getByLabel('Your own picture')).toHaveCount(0);
    await card(dave).press('Alt+v');
    await seen(card(alice).getByLabel(/^Picture of/));
    await alice.screenshot({ path: 'out/e2e/screens/video-both.png' });
    await press(alice, 'End');
  });
});
