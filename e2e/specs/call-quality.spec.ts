import { startSipServer } from '../../lab/embedded/sip-server/sip-server.ts';
import { createLabCa } from '../../lab/pki/lab-ca.ts';
import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

const password = 'parlance-demo';

test.describe('a bad network', { tag: '@calls' }, () => {
  test('V12: packets that are lost are told on the call with what helps; the history keeps it', async ({
    computer,
  }) => {
    const ca = await createLabCa();
    const server = await startSipServer({
      domain: 'example.test',
      certificate: await ca.issue({ names: ['example.test', '127.0.0.1'] }),
      users: [{ username: 'alice', password }],
      lines: { 1100: { kind: 'tone', hz: 440 } },
    });
    try {
      const { page, process } = await computer({
        address: 'alice@example.test',
        password,
        sip: {
          aor: 'sip:alice@example.test',
          registrar: `sip:127.0.0.1:${server.ports.tcp};transport=tcp`,
          authUser: 'alice',
        },
      }).start();
      await process.waitFor('registered');
      await hubPage(page).search().fill('1100');
      await page.keyboard.press('Enter');
      const card = page.getByRole('region', { name: /^Call with/ });
      await expect(card).toContainText('Connected');
      await expect(card.getByRole('button', { name: 'Call quality: good' })).toBeVisible();
      server.faults.lossPercent = 30;
      const poor = card.getByRole('button', { name: 'Call quality: poor' });
      await expect(poor).toBeVisible();
      // What it is and what helps, without opening anything.
      await expect(card).toContainText('Sound is lost on its way to you');
      await poor.click();
      await expect(page.getByText('Lost on the way to you')).toBeVisible();
      await page.screenshot({ path: 'out/e2e/screens/call-quality-poor.png' });
      await page.keyboard.press('Escape');
      await card.getByRole('button', { name: 'End', exact: true }).click();
      await hubPage(page).goTo('Calls');
      await expect(page.getByRole('option', { name: /Quality: (poor|fair)/ }).first()).toBeVisible();
    } finally {
      await server.stop();
    }
  });
});
