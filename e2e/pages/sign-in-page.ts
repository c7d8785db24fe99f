import { expect, type Page } from '@playwright/test';

/** The sign-in screen as a person uses it. */
export function signInPage(page: Page) {
  return {
    async typeAddress(address: string) {
      await page.getByLabel('Work address').fill(address);
      await page.getByRole('button', { name: 'Continue' }).click();
    },
    async givePassword(password: string) {
      await page.getByLabel(/^Password for/).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    },
    step: (id: string) => page.locator(`[data-step="${id}"]`),
    async expectStep(id: string, state: 'done' | 'skipped' | 'failed' | 'running') {
      await expect(page.locator(`[data-step="${id}"]`)).toHaveAttribute('data-state', state);
    },
    error: () => page.getByRole('alert'),
    async expectError(id: string) {
      await expect(page.getByRole('alert').first()).toContainText(`Error ${id}`);
    },
  };
}
