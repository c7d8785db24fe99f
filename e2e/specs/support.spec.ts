import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, whereabouts } from '../fixtures/office.ts';
import { startReportServer } from '../fixtures/report-server.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

test.describe('help', { tag: '@support' }, () => {
  test('S5 S3 S4 S6 S7 D1: what went wrong is collected, looked at, sent and saved; nobody’s name, number, message or password is in it', async ({
    office,
    computer,
  }) => {
    const alice = office.person('alice');
    const server = await startReportServer();
    const home = computer(whereabouts(office));
    const policies = join(home.profile, '..', 'policies.properties');
    writeFileSync(
      policies,
      [
        `PrtLogServerUrl=${server.url}`,
        'ShowOfflineContacts=false',
        `UpdateURL=${server.update}`,
        'EnableJabber2TeamsMigration=true',
        'WebexTeamsDownloadURL=https://webex.example/get',
      ].join('\n'),
    );
    try {
      const app = await home.start({ switches: ['--policies', policies] });
      const { page } = app;
      const dialog = page.getByRole('dialog', { name: 'Report a problem' });
      const file = (name: RegExp) => dialog.getByRole('button', { name });

      // Nobody is signed in and nothing works: the report is there all the same.
      await signInPage(page).typeAddress('alice@nowhere.invalid');
      await expect(signInPage(page).error().first()).toContainText(/PAR-10\d\d/, { timeout: 30_000 });
      await page.getByRole('button', { name: 'Report a problem' }).click();
      await dialog.getByRole('textbox', { name: 'What went wrong?' }).fill('it finds nothing');
      await page.screenshot({ path: 'out/e2e/screens/report-ask.png' });
      await dialog.getByRole('button', { name: 'Collect' }).click();
      await file(/^launch-trace\.json/).click();
      await expect(dialog.getByLabel('launch-trace.json')).toContainText('_xmpp-client._tcp');
      await expect(dialog.getByLabel('launch-trace.json')).not.toContainText('nowhere.invalid');
      await page.screenshot({ path: 'out/e2e/screens/report-preview.png' });
      await dialog.getByRole('button', { name: 'Cancel' }).click();

      await signInPage(page).typeAddress(alice.jid);
      await signInPage(page).givePassword(alice.password);
      const hub = hubPage(page);
      await hub.expectOpen();
      await app.process.waitFor('contacts-shown');
      const said = `nobody reads this ${Date.now()}`;
      await hub.openChatWith('Bob Baker');
      await hub.send(said);
      await expect(hub.message(said).getByRole('img', { name: /Sent|Delivered|Read/ })).toBeVisible();

      // S3: what policy decides shows who does, and cannot be changed.
      await hub.goTo('Preferences');
      await page.getByRole('button', { name: 'Contacts', exact: true }).last().click();
      const offline = page.getByRole('switch', { name: 'Show people who are offline' });
      await expect(offline).toBeDisabled();
      await expect(offline).not.toBeChecked();
      await expect(page.getByText('Managed by your organisation (ShowOfflineContacts)')).toBeVisible();
      await page.screenshot({ path: 'out/e2e/screens/managed-setting.png' });
      await page.getByRole('button', { name: 'All preferences' }).click();

      await page.getByRole('button', { name: 'Help & about' }).click();
      await page.getByRole('button', { name: 'Report a problem' }).click();
      await dialog.getByRole('button', { name: 'Collect' }).click();
      await dialog.getByRole('button', { name: `Send to ${server.host}` }).click();
      await expect(dialog.getByRole('status')).toContainText(`Sent to ${server.host}.`);
      const [report] = server.taken;
      const names = Object.keys(report?.files ?? {});
      for (const name of [
        'versions.json',
        'launch-trace.json',
        'configuration.json',
        'calls.json',
        'logs/parlance.log',
      ])
        expect(names).toContain(name);
      const whole = Object.values(report?.files ?? {}).join('\n');
      for (const secret of [alice.password, said, 'Bob Baker', 'Alice', 'bob@', 'alice@', office.domain])
        expect(whole.includes(secret), `«${secret}» is in the report`).toBe(false);
      expect(report?.files['configuration.json']).toContain('ShowOfflineContacts');
      expect(report?.files['launch-trace.json']).toContain('_xmpp-client._tcp');

      // The same bytes as a file.
      await dialog.getByRole('button', { name: 'Save as a file' }).click();
      await expect(dialog.getByRole('status')).toContainText(`Saved as ${report?.name}`);
      await dialog.getByRole('button', { name: 'Done' }).click();

      // S4: an installation that cannot install by itself is told; S6: nobody counts, and it says so.
      await expect(page.getByText('Version 99.1.0 is there.')).toBeVisible();
      await expect(page.getByText('Parlance sends nothing about how you use it.')).toBeVisible();
      await page.screenshot({ path: 'out/e2e/screens/help.png' });

      // S7: the way to Webex is offered once by itself, and stays in Help.
      const news = page.locator('[data-news="webex"]');
      await news.getByRole('button', { name: 'Show me' }).click();
      const move = page.getByRole('dialog', { name: 'Move to Webex' });
      await expect(move.getByRole('button', { name: 'Get Webex' })).toBeVisible();
      await page.screenshot({ path: 'out/e2e/screens/webex-move.png' });
      await move.getByRole('button', { name: 'Close' }).click();
      await expect(news).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Move to Webex' })).toBeVisible();
    } finally {
      server.stop();
    }
  });
});
