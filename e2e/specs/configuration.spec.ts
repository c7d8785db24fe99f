import { expect, sessionOf, test, whereabouts } from '../fixtures/cisco-office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

/** What the administrator writes while people work: nobody has a phone any more, and chats are not kept. */
const WITHOUT_CALLS = `<?xml version="1.0" encoding="utf-8"?>
<config version="1.0">
  <Policies>
    <ServiceDiscoveryExcludedServices>WEBEX</ServiceDiscoveryExcludedServices>
    <Telephony_Enabled>false</Telephony_Enabled>
  </Policies>
  <Client>
    <Disable_IM_History>true</Disable_IM_History>
  </Client>
</config>
`;

test.describe('configuration that changes', { tag: '@sign-in' }, () => {
  test('D11 A6: a change is offered after the call, and taken over without a password, a lost word or a closed chat', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const alice = office.person('alice');
    const home = computer(whereabouts(office));
    const first = await home.start();
    await signInPage(first.page).typeAddress(alice.jid);
    await signInPage(first.page).givePassword(alice.password);
    await first.process.waitFor('contacts-shown');
    const before = `kept until now ${Date.now()}`;
    await hubPage(first.page).openChatWith('Bob Baker');
    await hubPage(first.page).send(before);
    await expect(hubPage(first.page).message(before).getByRole('img', { name: /Sent/ })).toBeVisible();
    await first.quit();

    const line = await office.startLine('1004');
    const restore = office.cisco.setFile('jabber-config.xml', WITHOUT_CALLS);
    try {
      const app = await home.start();
      const hub = hubPage(app.page);
      const calls = app.page
        .getByRole('navigation', { name: 'Sections' })
        .getByRole('button', { name: 'Calls' });
      const again = app.page.getByRole('button', { name: 'Sign in again' });
      await app.process.waitFor('registered');
      await hub.search().fill('1004');
      await hub.search().press('Enter');
      await line.waitFor({ type: 'CALL_INCOMING' });
      await line.accept();
      await app.process.waitFor('call', (mark) => mark['state'] === 'connected');

      // The look behind the cached start finds the change; the call goes on, and nothing can be pressed that would end it.
      const bar = app.page.locator('[data-news="configuration"]');
      await expect(bar).toContainText('when your call has ended', { timeout: 60_000 });
      await expect(again).toHaveCount(0);
      const control = await app.control();
      expect(await control.call('session/take-over')).toMatchObject({ error: { code: 'app.on-call' } });
      control.close();
      await expect(app.page.getByRole('button', { name: 'End', exact: true })).toBeVisible();
      await app.page.screenshot({ path: 'out/e2e/screens/new-configuration-on-call.png' });
      await line.hangUp();
      await app.process.waitFor('call', (mark) => mark['state'] === 'ended');

      await hub.goTo('Contacts');
      await hub.openChatWith('Bob Baker');
      const composer = app.page.getByRole('textbox', { name: /^Message to/ });
      // What may be kept counts at once: nobody has to sign in again for it (M13).
      const now = `not kept ${Date.now()}`;
      await hub.send(now);
      await expect(hub.message(now)).toBeVisible();
      await expect(hub.message(before)).toHaveCount(0);
      await composer.pressSequentially('not sent yet');
      await expect(calls).toBeVisible();
      await app.page.screenshot({ path: 'out/e2e/screens/new-configuration.png' });
      await again.click();
      await expect(calls).toHaveCount(0);
      await expect(bar).toHaveCount(0);
      await expect(app.page.getByRole('heading', { name: 'Bob Baker', level: 2 })).toBeVisible();
      await expect(composer).toHaveValue('not sent yet');
      await expect.poll(async () => (await sessionOf(app)).phase).toBe('signed-in');
      expect(await sessionOf(app)).toMatchObject({ mode: 'im-only', hasNewConfiguration: false });
      // Chat stands on the new run: what was not sent can be.
      const said = `not sent yet ${Date.now()}`;
      await composer.fill(said);
      await composer.press('Enter');
      await expect(hub.message(said).getByRole('img', { name: /Sent|Delivered|Read/ })).toBeVisible();
    } finally {
      restore();
      await line.stop();
    }
  });
});
