import { once } from 'node:events';
import { connect } from 'node:tls';
import type { Page } from '@playwright/test';
import { type CiscoOffice, expect, test, whereabouts } from '../fixtures/cisco-office.ts';
import { expectTrouble, signInWell } from '../fixtures/trouble.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

const HOST = 'ucm-a.example.test';
const REFUSED = {
  id: 'PAR-1201',
  says: /The identity of ucm-a\.example\.test cannot be verified\. Nothing was sent to it/,
  forward: 'Review certificate',
} as const;

const question = (page: Page) => page.getByRole('dialog', { name: /^Can’t verify/ });
const TRUST = 'Trust this certificate on this computer';

/** What the server shows at this moment, seen by another client. */
async function fingerprintOf(host: { readonly address: string; readonly ports: { readonly https: number } }) {
  const socket = connect({ host: host.address, port: host.ports.https, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

/** Gives the first node of the cluster another certificate for as long as `work` takes. */
async function withCertificate(
  office: CiscoOffice,
  kind: Parameters<CiscoOffice['cisco']['setCertificate']>[1],
  work: () => Promise<void>,
): Promise<void> {
  await office.cisco.setCertificate('ucm-a', kind);
  try {
    await work();
  } finally {
    await office.cisco.setCertificate('ucm-a', 'good');
  }
}

test.describe('certificates', { tag: ['@bad-input', '@sign-in'] }, () => {
  test('A10: an unknown issuer is shown with who, why and the fingerprint; trusting it is remembered', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const { cisco: site } = office.plan;
    if (!site) throw new Error('no cluster');
    await withCertificate(office, 'unknown-ca', async () => {
      const alice = office.person('alice');
      const home = computer(whereabouts(office));
      const app = await home.start();
      const start = office.cisco.counters.requests.length;
      await signInPage(app.page).typeAddress(alice.jid);
      const dialog = question(app.page);
      await expect(dialog).toContainText(HOST);
      await expect(dialog).toContainText('was issued by somebody this computer does not trust');
      await dialog.getByRole('button', { name: 'Details' }).click();
      await expect(dialog).toContainText(await fingerprintOf(site.first));
      await expect(dialog).toContainText('Stranger CA');
      await expect(app.page.getByRole('dialog')).toHaveCount(1);
      await app.page.screenshot({ path: 'out/e2e/screens/trouble-certificate.png' });
      await dialog.getByRole('button', { name: 'Don’t connect' }).click();
      await expectTrouble(app.page, REFUSED);
      // Not a byte was sent to a server that nobody has vouched for.
      expect(office.cisco.counters.requests.slice(start)).toEqual([]);

      await app.page.getByRole('button', { name: REFUSED.forward }).click();
      await dialog.getByRole('button', { name: TRUST }).click();
      await signInPage(app.page).givePassword(alice.password);
      await hubPage(app.page).expectOpen();
      await hubPage(app.page).me().click();
      await app.page.getByRole('button', { name: 'Sign out' }).click();
      await app.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
      await expect(app.page.getByLabel('Work address')).toBeVisible();
      await app.quit();

      const again = await home.start();
      await signInWell(again.page, alice);
      await again.quit();

      // Another certificate on the same host is a different matter.
      await office.cisco.setCertificate('ucm-a', 'unknown-ca');
      const third = await home.start();
      await hubPage(third.page).expectOpen();
      await hubPage(third.page).me().click();
      await third.page.getByRole('button', { name: 'Sign out' }).click();
      await third.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
      await signInPage(third.page).typeAddress(alice.jid);
      await expect(question(third.page)).toContainText('is not the one that you trusted before');
      await expect(question(third.page).getByRole('button', { name: TRUST })).toBeDisabled();
      await third.page.keyboard.press('Escape');
      await expectTrouble(third.page, REFUSED);
    });
  });

  for (const [kind, why] of [
    ['wrong-name', 'belongs to another name than ucm-a.example.test'],
    ['expired', 'has expired'],
    ['not-yet-valid', 'is not valid yet'],
  ] as const) {
    test(`A10: a certificate that is ${kind} is refused with its cause; with a right one sign-in goes on`, async ({
      ciscoOffice: office,
      computer,
    }) => {
      const app = await computer(whereabouts(office)).start();
      await withCertificate(office, kind, async () => {
        await signInPage(app.page).typeAddress('alice@example.test');
        await expect(question(app.page)).toContainText(why);
        // Enter does what is safe.
        await app.page.keyboard.press('Enter');
        await expectTrouble(app.page, REFUSED);
      });
      await signInWell(app.page, office.person('alice'));
    });
  }

  test('A10: chat and phone servers of an unknown issuer are asked about one after the other, each once', async ({
    office,
    computer,
  }) => {
    const alice = office.person('alice');
    // Without the office's own authority nothing here can be verified.
    const home = computer({ dns: [office.dnsServer] });
    const plainBefore = office.relays.sip.tcp.accepted;
    const app = await home.start();
    await signInPage(app.page).typeAddress(alice.jid);
    await signInPage(app.page).givePassword(alice.password);
    await expect(question(app.page)).toContainText('The chat connection was not made');
    await question(app.page).getByRole('button', { name: 'Don’t connect' }).click();
    await expectTrouble(app.page, {
      id: 'PAR-1201',
      says: /cannot be verified\. Nothing was sent to it/,
      forward: 'Review certificate',
    });
    await app.page.getByRole('button', { name: 'Review certificate' }).click();
    await signInPage(app.page).givePassword(alice.password);
    await question(app.page).getByRole('button', { name: TRUST }).click();
    await expect(question(app.page)).toContainText('The phone connection was not made');
    // Nothing goes on without encryption meanwhile.
    expect(office.relays.sip.tcp.accepted).toBe(plainBefore);
    await question(app.page).getByRole('button', { name: TRUST }).click();
    await hubPage(app.page).expectOpen();
    await app.process.waitFor('registered');
    expect(office.relays.sip.tcp.accepted).toBe(plainBefore);
    await app.quit();

    const again = await home.start();
    await again.process.waitFor('session');
    await again.process.waitFor('registered');
    await expect(question(again.page)).toHaveCount(0);
  });

  test('A10: refusing the chat sign-in’s certificate costs chat only', async ({
    ciscoOffice: office,
    computer,
  }) => {
    await office.cisco.setCertificate('imp-a', 'unknown-ca');
    try {
      const alice = office.person('alice');
      const app = await computer(whereabouts(office)).start();
      await signInPage(app.page).typeAddress(alice.jid);
      await signInPage(app.page).givePassword(alice.password);
      await expect(question(app.page)).toContainText('imp-a.example.test');
      await question(app.page).getByRole('button', { name: 'Don’t connect' }).click();
      await hubPage(app.page).expectOpen();
      await app.process.waitFor('registered');
      await expect(question(app.page)).toHaveCount(0);
    } finally {
      await office.cisco.setCertificate('imp-a', 'good');
    }
  });
});
