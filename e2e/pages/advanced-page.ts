import { expect, type Locator, type Page } from '@playwright/test';

/** Opens Advanced settings at one kind of server. */
export async function chooseServers(page: Page, kind: string): Promise<void> {
  await page.getByRole('button', { name: 'Advanced settings' }).click();
  await page.getByRole('radio', { name: kind }).click();
}

/** Fields by their labels. */
export async function fillServers(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(value);
}

/** Presses the Test button of a service, by the name it has on the screen. */
export async function testService(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Test ${name}` }).click();
}

/** What a service's test said. */
export function told(page: Page, service: string): Locator {
  return page.locator(`[data-test="${service}"] [role="status"]`);
}

export async function saveServers(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click();
}

/** The tabs are those that the mode has (A6), in the order of the rail. */
export async function expectSections(page: Page, names: readonly string[]): Promise<void> {
  const tabs = page.getByRole('navigation', { name: 'Sections' }).getByRole('button');
  await expect.poll(async () => (await tabs.allTextContents()).map((name) => name.trim())).toEqual(names);
}
