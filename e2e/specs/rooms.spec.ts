import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

test.describe('rooms', { tag: '@messaging' }, () => {
  test('M8: a group of two computers: made, joined, spoken in, mentioned, and one is shown out', async ({
    office,
    computer,
  }) => {
    const bob = await computer(office.account('bob')).start();
    await bob.process.waitFor('contacts-shown');
    const alice = await computer(office.account('alice')).start();
    await alice.process.waitFor('contacts-shown');
    const [hers, his] = [hubPage(alice.page), hubPage(bob.page)];

    await hers.goTo('Chats');
    await alice.page.getByRole('button', { name: 'New group or room' }).click();
    const dialog = alice.page.getByRole('dialog', { name: 'New group' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Kite');
    await dialog.getByRole('option', { name: 'Bob Baker' }).click();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect(alice.page.getByRole('heading', { name: 'Kite', level: 2 })).toBeVisible();

    await expect(bob.page.getByRole('dialog', { name: 'Invitation to a room' })).toBeVisible();
    await bob.page.getByRole('button', { name: 'Join' }).click();
    await his.goTo('Chats');
    await bob.page.getByRole('option').filter({ hasText: 'Kite' }).click();
    await expect(alice.page.getByText('2 people')).toBeVisible();

    const nick = await ownNick(alice.page);
    await his.send(`${nick}, the plan is ready`);
    await expect(hers.message('the plan is ready')).toHaveAttribute('data-mention', 'true');
    const field = alice.page.getByRole('textbox', { name: 'Message to Kite' });
    await field.pressSequentially('@bo');
    const suggested = alice.page.getByRole('listbox', { name: 'People in this room' });
    await expect(suggested.getByRole('option')).toHaveCount(1);
    await field.press('Enter');
    await expect(field).toHaveValue(/^@.+ $/);
    await field.fill('');
    await hers.send('Thank you');
    await expect(his.message('Thank you')).toHaveCount(1);
    await expect(hers.message('Thank you')).toHaveCount(1);
    await alice.page.screenshot({ path: 'out/e2e/screens/room.png' });

    const panel = alice.page.getByRole('complementary', { name: 'In this room' });
    await panel.getByRole('option').filter({ hasNotText: '(you)' }).click();
    await panel.getByRole('button', { name: 'Private message' }).click();
    await hers.send('Between us');
    await his.goTo('Chats');
    await bob.page.getByRole('option').filter({ hasText: 'Between us' }).click();
    await expect(his.message('Between us')).toHaveCount(1);
    await expect(bob.page.getByText('In Kite. Others there do not see this.')).toBeVisible();
    await his.send('Of course');
    await expect(hers.message('Of course')).toHaveCount(1);
    await alice.page.screenshot({ path: 'out/e2e/screens/room-private.png' });
    await bob.page.getByRole('button', { name: 'Back to Kite' }).click();
    await expect(his.message('Between us')).toHaveCount(0);
    await alice.page.getByRole('button', { name: 'Back to Kite' }).click();
    await alice.page.getByRole('button', { name: 'Show who is here' }).click();
    await panel.getByRole('option').filter({ hasNotText: '(you)' }).click();
    await panel.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(bob.page.getByText('You were removed from this room.')).toBeVisible();
    await expect(alice.page.getByText('1 person')).toBeVisible();
  });
});

/** How we are called in the room, as its list says. */
async function ownNick(page: import('@playwright/test').Page): Promise<string> {
  await page.getByRole('button', { name: 'Show who is here' }).click();
  const own = page.getByRole('option').filter({ hasText: '(you)' }).locator('bdi');
  return ((await own.textContent()) ?? '').replace(' (you)', '');
}
