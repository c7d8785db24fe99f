import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, whereabouts } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else if (entry.isFile()) yield path;
  }
}

test.describe('starting again', { tag: ['@main-job', '@sign-in'] }, () => {
  test('D9 A2: a second start is signed in from the encrypted cache, also with no network, and refreshes behind', async ({
    office,
    computer,
    peer,
  }) => {
    const bob = await peer('bob');
    await bob.send(bob.xml('presence'));
    const alice = office.person('alice');
    const home = computer(whereabouts(office));
    const first = await home.start();
    await signInPage(first.page).typeAddress(alice.jid);
    await signInPage(first.page).givePassword(alice.password);
    await first.process.waitFor('contacts-shown');
    await hubPage(first.page).openChatWith('Bob Baker');
    const said = `remember this ${Date.now()}`;
    await hubPage(first.page).send(said);
    await expect(
      hubPage(first.page)
        .message(said)
        .getByRole('img', { name: /Sent|Delivered|Read/ }),
    ).toBeVisible();
    await first.quit();

    // Nothing readable on disk: neither the password nor what was said.
    for (const file of filesUnder(home.profile)) {
      if (file.includes('/browser/') || !existsSync(file) || statSync(file).size > 50_000_000) continue;
      const content = readFileSync(file);
      expect(content.includes(alice.password), file).toBe(false);
      expect(content.includes(said), file).toBe(false);
    }

    await office.network.cut('silent');
    const second = await home.start();
    await second.process.waitFor('contacts-shown');
    await expect(hubPage(second.page).contact('Bob Baker')).toBeVisible();
    await hubPage(second.page).goTo('Chats');
    await second.page.getByRole('option').filter({ hasText: 'Bob Baker' }).first().click();
    await expect(hubPage(second.page).message(said)).toHaveCount(1);
    await second.page.screenshot({ path: 'out/e2e/screens/offline.png' });
    await office.network.restore();
    await second.process.waitFor('session', undefined, 60_000);
    await hubPage(second.page).goTo('Contacts');
    await expect(hubPage(second.page).contact('Bob Baker')).toContainText('Available');
  });

  test('A11: signing out forgets the password; reset forgets everything', async ({ office, computer }) => {
    const alice = office.person('alice');
    const home = computer(whereabouts(office));
    const first = await home.start();
    await signInPage(first.page).typeAddress(alice.jid);
    await signInPage(first.page).givePassword(alice.password);
    await first.process.waitFor('contacts-shown');
    await hubPage(first.page).me().click();
    await first.page.getByRole('button', { name: 'Sign out' }).click();
    await first.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await expect(first.page.getByLabel('Work address')).toHaveValue(alice.jid);
    await first.quit();

    const second = await home.start();
    await expect(second.page.getByLabel('Work address')).toBeVisible();
    await signInPage(second.page).typeAddress(alice.jid);
    await signInPage(second.page).givePassword(alice.password);
    await hubPage(second.page).expectOpen();
    await hubPage(second.page).me().click();
    await second.page.getByRole('button', { name: 'Sign out' }).click();
    await second.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Reset/ })
      .click();
    await second.page.getByLabel(/history/).uncheck();
    await second.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Reset/ })
      .click();
    await expect(second.page.getByLabel('Work address')).toHaveValue('');
  });
});
