import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

test.describe('keyboard and narrow windows', () => {
  test('X7: F6 goes round the parts of the window, Ctrl and a digit to a section’s list', async ({
    office,
    computer,
  }) => {
    const { page, process } = await computer(office.account('alice')).start();
    await process.waitFor('contacts-shown');
    const hub = hubPage(page);
    await expect(hub.search()).toBeFocused();
    await page.keyboard.press('F6');
    await expect(page.getByRole('button', { name: 'Contacts' })).toBeFocused();
    await page.keyboard.press('F6');
    await expect(hub.list).toBeFocused();
    await page.keyboard.press('Shift+F6');
    await expect(page.getByRole('button', { name: 'Contacts' })).toBeFocused();
    await page.keyboard.press('Control+4');
    await expect(page.getByRole('searchbox', { name: 'Search preferences' })).toBeFocused();
    await page.keyboard.press('Control+1');
    await expect(hub.list).toBeFocused();
  });

  test('X7: in a narrow window a section takes the place of the open conversation', async ({
    office,
    computer,
  }) => {
    const app = await computer(office.account('alice')).start({ size: { width: 360, height: 640 } });
    await app.process.waitFor('contacts-shown');
    const hub = hubPage(app.page);
    await hub.openChatWith('Bob Baker');
    await hub.goTo('Contacts');
    await expect(hub.contact('Bob Baker')).toBeVisible();
    await hub.goTo('Calls');
    await expect(app.page.getByRole('button', { name: 'Dial pad' })).toBeVisible();
  });
});
