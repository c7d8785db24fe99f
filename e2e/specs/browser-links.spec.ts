import { appCommand } from '../fixtures/app-process.ts';
import { openDesktopBrowser } from '../fixtures/desktop-browser.ts';
import { expect, test } from '../fixtures/office.ts';

test.describe('links in a browser', { tag: '@links' }, () => {
  test('X1 X4: a tel: or im: link clicked in a real browser comes to the running app, which asks', async ({
    office,
    computer,
  }) => {
    const home = computer(office.account('alice'));
    const [app, browser] = await Promise.all([
      home.start(),
      openDesktopBrowser([...appCommand(), '--profile', home.profile], ['tel', 'im'], {
        'Call Bob': 'TEL:1002',
        'Write to Carol': 'im:carol@example.test?message;body=Lunch%20%26%20more',
      }),
    ]);
    try {
      await app.process.waitFor('contacts-shown');
      const dialog = app.page.getByRole('dialog');
      await browser.click('Call Bob');
      await expect(dialog).toContainText('1002');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await browser.click('Write to Carol');
      await expect(dialog).toContainText('carol@example.test');
      await dialog.getByRole('button', { name: 'Open chat' }).click();
      await expect(app.page.getByRole('textbox', { name: /^Message to/ })).toHaveValue('Lunch & more');
      expect(app.process.marks.some(({ mark }) => mark === 'call')).toBe(false);
    } finally {
      await browser.dispose();
    }
  });
});
