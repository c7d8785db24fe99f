import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, whereabouts } from '../fixtures/office.ts';
import { expectTrouble } from '../fixtures/trouble.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';
import type { Computer } from '../fixtures/app-under-test.ts';

/** What an administrator set on this computer. */
function policy(home: Computer, ...lines: readonly string[]): { readonly switches: readonly string[] } {
  const file = join(home.profile, '..', 'policies.properties');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return { switches: ['--policies', file] };
}

test.describe('what the organisation decides', { tag: '@sign-in' }, () => {
  test('A10: RejectAndNotify: an untrusted certificate is shown and cannot be accepted; lifted, the person decides', async ({
    office,
    computer,
  }) => {
    const alice = office.person('alice');
    // Without the office's own authority nothing here can be verified.
    const home = computer({ dns: [office.dnsServer] });
    const app = await home.start(policy(home, 'INVALID_CERTIFICATE_BEHAVIOR=RejectAndNotify'));
    await signInPage(app.page).typeAddress(alice.jid);
    await signInPage(app.page).givePassword(alice.password);
    const question = app.page.getByRole('dialog', { name: /^Can’t verify/ });
    await expect(question).toContainText('Your organisation does not allow trusting it from here');
    await expect(question.getByRole('button', { name: /Trust/ })).toHaveCount(0);
    await question.getByRole('button', { name: 'Don’t connect' }).click();
    await expectTrouble(app.page, {
      id: 'PAR-1201',
      says: /cannot be verified\. Nothing was sent to it/,
      forward: 'Review certificate',
    });
    await app.quit();

    const lifted = await home.start(policy(home, 'INVALID_CERTIFICATE_BEHAVIOR=PromptPerSession'));
    await signInPage(lifted.page).typeAddress(alice.jid);
    await signInPage(lifted.page).givePassword(alice.password);
    const asked = lifted.page.getByRole('dialog', { name: /^Can’t verify/ });
    await asked.getByRole('button', { name: 'Trust this certificate until Parlance ends' }).click();
    await expect(asked).toContainText('The phone connection was not made');
  });

  test('A13: the notice is shown before the hub, and who does not agree is not signed in', async ({
    office,
    computer,
  }) => {
    const alice = office.person('alice');
    const home = computer(whereabouts(office));
    const rules = policy(home, 'LoginBanner=For authorised use only.\\nUse is recorded.');
    const app = await home.start(rules);
    const notice = app.page.getByRole('dialog', { name: 'Notice from your organisation' });
    await signInPage(app.page).typeAddress(alice.jid);
    await expect(notice).toContainText('For authorised use only.');
    // Enter agrees, so the way out is taken by hand.
    await notice.getByRole('button', { name: 'Don’t sign in' }).click();
    await expectTrouble(app.page, {
      id: 'PAR-2015',
      says: /You were not signed in, because you did not agree/,
      forward: 'Try again',
    });
    expect(app.process.marks.map(({ mark }) => mark)).not.toContain('session');
    await app.page.getByRole('button', { name: 'Try again' }).click();
    await notice.getByRole('button', { name: 'I agree' }).click();
    await signInPage(app.page).givePassword(alice.password);
    await hubPage(app.page).expectOpen();
    await app.process.waitFor('session');
    await app.quit();

    // The app opens by itself: nobody signs in, so nobody is asked again.
    const again = await home.start(rules);
    await again.process.waitFor('session');
    await hubPage(again.page).expectOpen();
    await expect(again.page.getByRole('dialog')).toHaveCount(0);
  });
});
