import { expect, type Page } from '@playwright/test';

/** The signed-in window as a person uses it. */
export function hubPage(page: Page) {
  const list = page.getByRole('listbox', { name: 'Contact list' });
  return {
    list,
    contact: (name: string) => list.getByRole('option').filter({ hasText: name }).first(),
    async expectOpen() {
      await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
    },
    async goTo(section: 'Contacts' | 'Chats' | 'Calls' | 'Voicemail' | 'Preferences') {
      await page
        .getByRole('navigation', { name: 'Sections' })
        .getByRole('button', { name: new RegExp(`^${section}`) })
        .click();
    },
    async openChatWith(name: string) {
      await list.getByRole('option').filter({ hasText: name }).first().click();
      await expect(page.getByRole('heading', { name, level: 2 })).toBeVisible();
    },
    async send(text: string) {
      const composer = page.getByRole('textbox', { name: /^Message to/ });
      await composer.fill(text);
      await composer.press('Enter');
    },
    message: (text: string) => page.locator('article').filter({ hasText: text }),
    search: () => page.getByRole('combobox', { name: 'Search people or type a number' }),
    me: () => page.getByRole('button', { name: /^Your status and account/ }),
  };
}
