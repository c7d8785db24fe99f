import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Computer } from '../fixtures/app-under-test.ts';
import { expect, test, whereabouts } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

/** Puts a file beside the profile, as an installer or an administrator would. */
function place(home: Computer, name: string, lines: readonly string[]): string {
  const path = join(dirname(home.profile), name);
  writeFileSync(path, `\ufeff${lines.join('\r\n')}\r\n`);
  return path;
}

/** The Details of the first step: where was looked, who won and why. */
async function expectFound(page: Page, ...facts: readonly RegExp[]): Promise<void> {
  const step = signInPage(page).step('finding-services');
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  for (const fact of facts) await expect(step).toContainText(fact);
}

test.describe('what spares a person the address', { tag: '@sign-in' }, () => {
  test('D2 D8: a setup link on a fresh profile is confirmed first, then only the user name is asked', async ({
    office,
    computer,
  }) => {
    const home = computer(whereabouts(office));
    const link =
      'ciscojabber://provision?servicesdomain=example.test&SERVICEDISCOVERYEXCLUDEDSERVICES=CUCM&telephony_enabled=False&Colour=blue';
    const app = await home.start({ links: [link] });
    const sheet = app.page.getByRole('dialog');
    await expect(sheet).toContainText('example.test wants to set up Parlance');
    await expect(sheet).toContainText('ServiceDiscoveryExcludedServices');
    await expect(sheet).not.toContainText('Colour');
    await app.page.screenshot({ path: 'out/e2e/screens/setup-link.png' });
    await sheet.getByRole('button', { name: 'Cancel' }).click();
    await expect(app.page.getByLabel('Work address')).toBeVisible();

    await home.click(link);
    await sheet.getByRole('button', { name: 'Set up' }).click();
    await expect(app.page.getByText('Parlance is set up for example.test.')).toBeVisible();
    await expect(app.page.getByLabel('Work address')).toHaveCount(0);
    await app.page.screenshot({ path: 'out/e2e/screens/setup-user-name.png' });
    const asked = (await office.dns.queries()).length;
    const alice = office.person('alice');
    await app.page.getByLabel('User name').fill('alice');
    await app.page.getByRole('button', { name: 'Continue' }).click();
    const screen = signInPage(app.page);
    await screen.expectStep('finding-services', 'done');
    await expectFound(
      app.page,
      /source\s*srv/,
      /reason\s*records-found/,
      /example\.test \(link\)/,
      /excluded\s*CUCM/,
    );
    await screen.givePassword(alice.password);
    await hubPage(app.page).expectOpen();
    await app.process.waitFor('session');
    // The link switched the phone off, and took exactly one look-up away.
    await expect(app.page.getByRole('tab', { name: /Calls/ })).toHaveCount(0);
    const names = (await office.dns.queries()).slice(asked).map(({ name }) => name);
    expect(names).toContain('_cuplogin._tcp.example.test');
    expect(names.filter((name) => name.includes('cisco-uds'))).toEqual([]);
    expect(app.process.marks.filter(({ mark }) => mark === 'registered')).toEqual([]);
  });

  test('D2 D7 D13: the installer’s file gives the domain; all look-ups excluded lead to the servers by hand', async ({
    office,
    computer,
  }) => {
    const home = computer(whereabouts(office));
    const switches = [
      '--bootstrap',
      place(home, 'installed.properties', [
        '[Bootstrap]',
        'SERVICES_DOMAIN=example.test',
        'this line is broken',
        'TFTP: NOT_SPECIFIED',
      ]),
    ];
    const first = await home.start({ switches });
    await expect(first.page.getByText('Parlance is set up for example.test.')).toBeVisible();
    await first.page.getByLabel('User name').fill('alice');
    await first.page.getByRole('button', { name: 'Continue' }).click();
    await signInPage(first.page).givePassword(office.person('alice').password);
    await hubPage(first.page).expectOpen();
    await first.quit();

    const excluded = place(home, 'excluded.properties', [
      'SERVICES_DOMAIN: example.test',
      'EXCLUDED_SERVICES: WEBEX,CUCM,CUP',
    ]);
    const other = computer(whereabouts(office));
    const second = await other.start({ switches: ['--bootstrap', excluded] });
    const asked = (await office.dns.queries()).length;
    await second.page.getByLabel('User name').fill('alice');
    await second.page.getByRole('button', { name: 'Continue' }).click();
    await signInPage(second.page).expectError('PAR-1008');
    expect((await office.dns.queries()).slice(asked).filter(({ type }) => type === 'SRV')).toEqual([]);
    await second.page.getByRole('alert').getByRole('button', { name: 'Advanced settings' }).click();
    await expect(second.page.getByRole('form', { name: 'Advanced settings' })).toBeVisible();
    await second.quit();

    // The file may go: it was read on the first launch.
    const third = await other.start();
    await third.page.getByRole('button', { name: 'Use another address' }).click();
    await expect(third.page.getByLabel('Work address')).toHaveValue('');
  });

  test('D2: the user principal name signs in by itself, unless it is another’s or switched off by policy', async ({
    office,
    computer,
  }) => {
    const home = computer(whereabouts(office));
    const user = ['--user', 'alice@example.test'];
    const app = await home.start({ switches: user });
    await expect(app.page.getByLabel(/^Password for/)).toBeVisible();
    await app.page.screenshot({ path: 'out/e2e/screens/user-principal-name.png' });
    await app.page.getByRole('button', { name: 'Not you? Use another address' }).click();
    await expect(app.page.getByLabel('Work address')).toHaveValue('');
    await app.quit();
    const again = await home.start({ switches: user });
    await expect(again.page.getByLabel('Work address')).toBeVisible();
    await again.quit();

    const managed = computer(whereabouts(office));
    const policies = place(managed, 'policies.properties', ['UPN_DISCOVERY_ENABLED=0']);
    const off = await managed.start({ switches: [...user, '--policies', policies] });
    await expect(off.page.getByLabel('Work address')).toHaveValue('');
  });
});
