import { expect, test, whereabouts } from '../fixtures/cisco-office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

test.describe('forwarding', { tag: '@calls' }, () => {
  test('V6 V14: all calls are forwarded, wherever one is in the window it says so, and a rule changes what is dialled', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const alice = office.person('alice');
    const { page, process } = await computer(whereabouts(office)).start();
    await signInPage(page).typeAddress(alice.jid);
    await signInPage(page).givePassword(alice.password);
    await process.waitFor('registered');
    const hub = hubPage(page);
    await hub.goTo('Calls');
    await page.getByRole('button', { name: 'Dial pad', exact: true }).click();

    // The rule of the cluster: +1 and ten digits go out by 91.
    await page.getByRole('textbox', { name: 'Number or address' }).fill('+1 202 555 0100');
    await expect(page.getByText('Dialled as 912025550100')).toBeVisible();
    await page.getByRole('textbox', { name: 'Number or address' }).fill('112');
    await expect(page.getByText(/Dialled as/)).toHaveCount(0);

    const options = page.getByRole('region', { name: 'Forward all calls' });
    await options.getByRole('textbox', { name: 'To this number' }).fill('1009');
    await options.getByRole('button', { name: 'Forward', exact: true }).click();
    await expect(page.getByText('All calls go to 1009.')).toBeVisible();
    await page.screenshot({ path: 'out/e2e/screens/forwarding.png' });
    await hub.goTo('Contacts');
    await expect(page.getByText('All calls go to 1009.')).toBeVisible();
    expect(office.cisco.accounts.forwards.get('alice')).toEqual({ isVoicemail: false, destination: '1009' });
    await page.getByRole('button', { name: 'Ring here again' }).click();
    await expect(page.getByText('All calls go to 1009.')).toHaveCount(0);
    expect(office.cisco.accounts.forwards.get('alice')?.destination).toBe('');
  });
});
