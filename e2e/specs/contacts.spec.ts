import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

test.describe('people', { tag: '@main-job' }, () => {
  test('M2 C5: the server’s contact list in its groups, with names, initials and live presence', async ({
    office,
    computer,
    peer,
  }) => {
    const bob = await peer('bob');
    await bob.send(bob.xml('presence'));
    const app = await computer(office.account('alice')).start();
    const hub = hubPage(app.page);
    await app.process.waitFor('contacts-shown');
    for (const group of ['Support', 'Team', 'Sales', 'Office'])
      await expect(hub.list.getByRole('option').filter({ hasText: group }).first()).toBeVisible();
    await expect(hub.contact('Bob Baker')).toContainText('Available');
    await expect(hub.contact('Dave Dixon')).toContainText('Offline');

    await bob.send(
      bob.xml('presence', {}, bob.xml('show', {}, 'dnd'), bob.xml('status', {}, 'In the *workshop*')),
    );
    await expect(hub.contact('Bob Baker')).toContainText('Do not disturb · In the *workshop*');
    await bob.stop();
    await expect(hub.contact('Bob Baker')).toContainText('Offline');

    await hub.contact('Bob Baker').hover();
    await hub.contact('Bob Baker').getByTitle('Contact card of Bob Baker').click();
    await expect(app.page.getByRole('dialog')).toContainText('bob@example.test');
  });

  test('M2 Q4: a list of 10,000 is shown, scrolled to its end and found in, of which only what is in view exists', async ({
    office,
    computer,
  }) => {
    const { prosody } = office;
    prosody.data.writeAccounts([{ name: 'erin', password: 'erin-knows-many' }]);
    const people = Array.from({ length: 10_000 }, (_, n) => ({
      jid: `person-${n}@people.example`,
      name: `Person ${String(n).padStart(5, '0')}`,
      groups: [`Group ${Math.floor(n / 1_000)}`],
      // Nobody is asked how they are: they live nowhere.
      subscription: 'none' as const,
    }));
    prosody.data.writeRosters({ erin: people });
    const { xmpp, ca } = office.account('alice', 'direct');
    const jid = `erin@${office.domain}`;
    const account = { address: jid, password: 'erin-knows-many', ca, xmpp: { ...xmpp, jid } };
    const app = await computer(account).start();
    const hub = hubPage(app.page);
    await app.process.waitFor('contacts-shown', ({ count }) => Number(count) >= 10_000);
    await expect(hub.contact('Person 00000')).toBeVisible();
    await hub.list.focus();
    await hub.list.press('End');
    await expect(hub.contact('Person 09999')).toBeVisible();
    expect(await hub.list.getByRole('option').count()).toBeLessThan(100);
    await hub.list.pressSequentially('person 04321', { delay: 0 });
    await expect(hub.contact('Person 04321')).toBeVisible();
    await hub.search().fill('07654');
    const results = app.page.getByRole('listbox', { name: 'Search results' });
    await expect(results.getByRole('option').filter({ hasText: 'Person 07654' })).toBeVisible();
  });

  test('M3: the own status and its text reach the others', async ({ office, computer, peer }) => {
    const bob = await peer('bob');
    await bob.send(bob.xml('presence'));
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('session');
    await hubPage(app.page).me().click();
    await app.page.getByRole('radio', { name: 'Do not disturb' }).click();
    await app.page.getByLabel('Status message').fill('Writing');
    await app.page.getByRole('button', { name: 'Set' }).click();
    await expect
      .poll(() =>
        bob.received
          .filter((stanza) => stanza.name === 'presence' && stanza.attrs['from']?.startsWith('alice@'))
          .map((stanza) => `${stanza.getChildText('show')} ${stanza.getChildText('status')}`)
          .at(-1),
      )
      .toBe('dnd Writing');
  });

  test('C3 C4: people are found while typing, by word, by number, and a whole address can be used at once', async ({
    office,
    computer,
  }) => {
    const app = await computer(office.account('alice')).start();
    await app.process.waitFor('contacts-shown');
    const hub = hubPage(app.page);
    await hub.search().fill('cla');
    const results = app.page.getByRole('listbox', { name: 'Search results' });
    await expect(results.getByRole('option').first()).toContainText('Carol Clark');
    await hub.search().fill('1002');
    await expect(results.getByRole('option').first()).toContainText('Call 1002');
    await hub.search().fill('dave@example.test');
    await hub.search().press('Enter');
    await expect(app.page.getByRole('heading', { name: 'Dave Dixon', level: 2 })).toBeVisible();
  });
});
