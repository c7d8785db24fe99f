import { expect, test, whereabouts } from '../fixtures/office.ts';
import { expectNotice, signInWell } from '../fixtures/trouble.ts';
import { hubPage } from '../pages/hub-page.ts';

const MALFORMED = /That link could not be understood, so nothing was done/;

test.describe('links', { tag: '@bad-input' }, () => {
  for (const [what, garbage, id, says] of [
    ['broken percent signs', 'tel:%%%', 'PAR-6001', MALFORMED],
    ['10 kB', `tel:${'1'.repeat(10_000)}`, 'PAR-6001', MALFORMED],
    [
      'a script',
      'javascript:alert(document.cookie)',
      'PAR-6002',
      /does not handle links of the kind javascript/,
    ],
    ['hidden letters', 'tel:1002\u202e%0d%0aX', 'PAR-6001', MALFORMED],
    ['a chat with nobody', 'xmpp:?message;body=hello', 'PAR-6001', MALFORMED],
  ] as const) {
    test(`X3: a link with ${what} is told, dials nothing, and the next good one works`, async ({
      office,
      computer,
    }) => {
      const home = computer(office.account('alice'));
      const app = await home.start();
      await app.process.waitFor('registered');
      await home.click(garbage);
      await expectNotice(app.page, id, says);
      await expect(app.page.getByRole('dialog')).toHaveCount(0);
      await app.page.screenshot({ path: `out/e2e/screens/trouble-link-${id}.png` });
      await home.click('tel:1002');
      const dialog = app.page.getByRole('dialog');
      await expect(dialog).toContainText('1002');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      expect(app.process.marks.filter(({ mark }) => mark === 'call')).toEqual([]);
    });
  }

  test('X3: many links at once: two are acted on, and it is said', async ({ office, computer }) => {
    const home = computer(office.account('alice'));
    const app = await home.start();
    await app.process.waitFor('registered');
    await home.click(...['1002', '1003', '1004', '1005', '1006'].map((number) => `tel:${number}`));
    await expect(
      app.page.locator('[data-notice-id]').filter({ hasText: 'Error PAR-6003' }).first(),
    ).toContainText(/Several links came at once/);
    const dialog = app.page.getByRole('dialog');
    for (let count = 0; count < 2; count += 1)
      await dialog.first().getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
  });

  test('X3: garbage at the start, with nobody signed in, is told on the sign-in screen', async ({
    office,
    computer,
  }) => {
    const app = await computer(whereabouts(office)).start({ links: ['tel:%%%'] });
    await expectNotice(app.page, 'PAR-6001', MALFORMED);
    await signInWell(app.page, office.person('alice'));
    await hubPage(app.page).expectOpen();
  });
});
