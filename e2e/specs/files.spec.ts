import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

/** One red dot. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** What a person does who copied a picture elsewhere and presses Ctrl+V. */
async function pastePicture(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: /^Message to/ }).evaluate((field, base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, PNG.toString('base64'));
}

test.describe('files', { tag: '@messaging' }, () => {
  test('M10 M6: files of two computers: staged, sent, a pasted picture shown, fetched whole, nothing overwritten', async ({
    office,
    computer,
  }) => {
    const bobsHome = computer(office.account('bob'));
    const bob = await bobsHome.start();
    await bob.process.waitFor('contacts-shown');
    const alice = await computer(office.account('alice')).start();
    await alice.process.waitFor('contacts-shown');
    const [hers, his] = [hubPage(alice.page), hubPage(bob.page)];
    await hers.openChatWith('Bob Baker');

    // At once, while the chat still reads its beginning: nothing that is chosen then is lost.
    const bytes = randomBytes(3_000_000);
    const name = 'Plans: phase 2?.bin';
    await alice.page
      .locator('input[type=file]')
      .setInputFiles([{ name, mimeType: 'application/octet-stream', buffer: bytes }]);
    const tray = alice.page.getByRole('list', { name: 'To be sent' });
    await expect(tray.getByText('3 MB')).toBeVisible();
    await pastePicture(alice.page);
    await expect(tray.getByRole('listitem')).toHaveCount(2);
    await alice.page.screenshot({ path: 'out/e2e/screens/staging.png' });
    await hers.send('Here they are');
    await expect(tray).toBeHidden();

    const picture = hers.message('image.png');
    await expect(picture.getByRole('img', { name: 'image.png' })).toBeVisible();
    await expect(hers.message(name)).toHaveCount(1);
    await expect(alice.page.getByRole('list', { name: 'Files being sent' })).toBeHidden();

    await his.openChatWith('Alice Archer');
    await expect(his.message(name)).toHaveCount(1);
    for (const round of [1, 2]) {
      const one = his.message(round === 1 ? 'Plans' : 'image.png');
      await one.getByRole('button', { name: /^Download/ }).click();
      await expect(one.getByText(/in your downloads/)).toBeVisible();
    }
    await expect(his.message('image.png').getByRole('img', { name: 'image.png' })).toBeVisible();
    const saved = readFileSync(join(bobsHome.profile, 'downloads', 'Plans_ phase 2_.bin'));
    expect(digest(saved)).toBe(digest(bytes));
    await bob.page.screenshot({ path: 'out/e2e/screens/files.png' });

    // The same name once more stands beside the first.
    await pastePicture(alice.page);
    await alice.page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(his.message('image.png')).toHaveCount(2);
    await his
      .message('image.png')
      .last()
      .getByRole('button', { name: /^Download/ })
      .click();
    await expect(his.message('image (2).png')).toHaveCount(1);
  });
});
