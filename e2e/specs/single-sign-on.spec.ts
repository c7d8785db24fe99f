import type { Page } from '@playwright/test';
import { sessionOf } from '../fixtures/cisco-office.ts';
import { expect, test, whereabouts } from '../fixtures/sign-on-office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

async function signInAtProvider(page: Page, user: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test.describe('single sign-on', { tag: '@sign-in' }, () => {
  test('A2 A11: through the provider’s page into the hub, from the cache without a question, after a revocation again without losing unsent text, and out', async ({
    signOnOffice: office,
    computer,
    provider,
  }) => {
    const { cisco, relays } = office;
    const alice = office.person('alice');
    const own = computer(whereabouts(office));
    const unsent = `Not sent yet ${Date.now()}`;

    await test.step('the page, a wrong password on it, and the right one', async () => {
      const app = await own.start();
      await signInPage(app.page).typeAddress(alice.jid);
      await expect(app.page.getByText('Sign in on the page of idp.example.test')).toBeVisible();
      await app.page.screenshot({ path: 'out/e2e/screens/sign-on-open.png' });
      const page = await provider(app, 1);
      await signInAtProvider(page, 'alice', 'wrong');
      await expect(page.getByRole('alert')).toHaveText('Wrong user name or password.');
      await signInAtProvider(page, 'alice', alice.password);
      await expect(page.getByText('You can close this page')).toBeVisible();
      await hubPage(app.page).expectOpen();
      await app.process.waitFor('session');
      await app.process.waitFor('registered');
      await expect(hubPage(app.page).contact('Bob Baker')).toBeVisible();
      // The provider alone has seen a password: the wrong one and the right one.
      expect(cisco.counters.authAttempts.get('alice')).toBe(2);
      expect(cisco.tokens.counts).toMatchObject({ code: 1, access: 1 });
      await app.quit();
    });

    await test.step('the second start asks nobody', async () => {
      const app = await own.start();
      await app.process.waitFor('session');
      await hubPage(app.page).expectOpen();
      expect(app.process.marks.filter(({ mark }) => mark === 'sign-on')).toEqual([]);

      await hubPage(app.page).openChatWith('Bob Baker');
      const composer = app.page.getByRole('textbox', { name: /^Message to/ });
      await composer.fill(unsent);

      // The administrator revokes; chat notices when it must sign in anew.
      cisco.tokens.revoke('alice');
      cisco.forgetSoapSessions();
      relays.xmpp.reset();
      await expect(app.page.getByText('Your sign-in has ended')).toBeVisible({ timeout: 30_000 });
      await app.page.screenshot({ path: 'out/e2e/screens/sign-on-ended.png' });
      await expect(composer).toHaveValue(unsent);

      await app.page.getByRole('button', { name: 'Sign in again' }).first().click();
      const page = await provider(app, 1);
      await signInAtProvider(page, 'alice', alice.password);
      await expect(page.getByText('You can close this page')).toBeVisible();
      await expect(app.page.getByText('Your sign-in has ended')).toHaveCount(0);
      await expect(composer).toHaveValue(unsent);
      const bob = await office.signIn('bob');
      await bob.send(bob.xml('presence'));
      await composer.press('Enter');
      await expect
        .poll(() => bob.received.map((stanza) => stanza.getChildText('body')), { timeout: 30_000 })
        .toContain(unsent);
      await app.quit();
    });

    await test.step('signing out deletes the tokens', async () => {
      const app = await own.start();
      await app.process.waitFor('session');
      const control = await app.control();
      await control.call('session/sign-out');
      control.close();
      await expect(app.page.getByLabel('Work address')).toBeVisible();
      await app.quit();
      const next = await own.start();
      await expect(next.page.getByLabel('Work address')).toBeVisible();
      await next.page.getByRole('button', { name: 'Continue' }).click();
      // Nothing is left to sign in with: the page is wanted again, and can be left.
      const page = await provider(next, 1);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await signInPage(next.page).expectError('PAR-2009');
      await next.page.screenshot({ path: 'out/e2e/screens/sign-on-cancelled.png' });
      await expect(next.page.getByRole('button', { name: 'Try again' })).toBeVisible();
    });
  });

  test('A2 A7 D5: from outside the provider’s page comes through the edge; at home the same sign-in goes on, and nobody is asked again', async ({
    signOnOffice: office,
    computer,
    provider,
  }) => {
    const { edge, cisco } = office;
    await edge.goOutside();
    const alice = office.person('alice');
    const app = await computer(whereabouts(office)).start();
    const given = cisco.tokens.counts.code;
    await signInPage(app.page).typeAddress(alice.jid);
    await expect(app.page.getByText('Sign in on the page of idp.example.test')).toBeVisible();
    const page = await provider(app, 1);
    await signInAtProvider(page, 'alice', alice.password);
    await expect(page.getByText('You can close this page')).toBeVisible();
    const hub = hubPage(app.page);
    await hub.expectOpen();
    await app.process.waitFor('registered');
    expect(await sessionOf(app)).toMatchObject({ phase: 'signed-in', location: 'outside' });
    const own = edge.expressway.counters.requests
      .filter(({ inside }) => inside === '')
      .map(({ path }) => path.split('?')[0]);
    expect(own).toEqual(
      expect.arrayContaining(['/get_edge_sso', '/authorize', '/access_token', '/get_edge_config/']),
    );
    expect(cisco.tokens.counts.code).toBe(given + 1);

    await edge.goInside();
    await expect
      .poll(async () => sessionOf(app), { timeout: 45_000 })
      .toMatchObject({ phase: 'signed-in', location: 'inside' });
    const bob = await office.signIn('bob');
    await bob.send(bob.xml('presence'));
    await hub.openChatWith('Bob Baker');
    await hub.send('home again');
    await expect
      .poll(() => bob.received.map((stanza) => stanza.getChildText('body')), { timeout: 30_000 })
      .toContain('home again');
    expect(app.process.marks.filter(({ mark }) => mark === 'sign-on')).toHaveLength(1);
    expect(cisco.tokens.counts.code).toBe(given + 1);
    await bob.stop();
  });
});
