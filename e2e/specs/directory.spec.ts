import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeAddress } from '../../lab/real/free-address.ts';
import { startSlapd } from '../../lab/real/slapd.ts';
import { expect, test } from '../fixtures/cisco-office.ts';
import { hubPage } from '../pages/hub-page.ts';

/** A picture of one white dot. */
const PHOTO = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=',
  'base64',
);
const ZOE = {
  ...{ userName: 'zzimmer', firstName: 'Zoë', lastName: 'Zimmer', title: 'Curator', department: 'Animals' },
  ...{
    mail: 'zoe@mail.example.test',
    telephone: '+49 30 777-1234',
    mobile: '+49 170 555 8888',
    photo: PHOTO,
  },
  more: {
    ...{ o: 'Example Zoo', street: '1 Zoo Road', l: 'Berlin', postalCode: '10787' },
    manager: 'cn=Mona Moss,ou=people,dc=example,dc=test',
  },
};

test.describe('people and the directory', { tag: '@directory' }, () => {
  test('C2 C3 C4 C5: on slapd somebody is found while typing, with a photo; the card has everything, and they become a contact', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const slapd = await startSlapd({
      ca: office.ca,
      names: ['ldap.example.test'],
      people: [ZOE],
      address: await freeAddress([389, 636], 60),
    });
    await office.serveBeside({ hosts: { 'ldap.example.test': [slapd.address] } });
    const home = computer(office.account('carol'));
    const policies = join(home.profile, '..', 'policies.properties');
    const values = {
      ...{ DirectoryServerType: 'LDAP', PrimaryServerName: 'ldap.example.test', ServerPort1: slapd.port },
      ...{ SearchBase1: 'ou=people,dc=example,dc=test', BaseFilter: '(objectClass=inetOrgPerson)' },
      ...{
        UserAccountName: 'uid',
        UseANR: false,
        PhotoSource: 'jpegPhoto',
        CompanyName: 'o',
        StreetAddress: 'street',
      },
    };
    writeFileSync(
      policies,
      Object.entries(values)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    try {
      const app = await home.start({ switches: ['--policies', policies] });
      await app.process.waitFor('session');
      const hub = hubPage(app.page);
      await hub.search().fill('zoë zim');
      const results = app.page.getByRole('listbox', { name: 'Search results' });
      const found = results.getByRole('option').filter({ hasText: 'Zoë Zimmer' });
      await expect(found).toContainText('Curator · Company directory');
      await expect
        .poll(() => found.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
        .toBe(1);
      await hub.search().press('Control+i');
      const card = app.page.getByRole('dialog', { name: 'Contact card' });
      for (const fact of ['zzimmer@example.test', '+49 30 777-1234', '+49 170 555 8888', 'Mona Moss'])
        await expect(card).toContainText(fact);
      await expect(card).toContainText('1 Zoo Road');
      await expect(card).toContainText('Example Zoo');
      for (const button of ['Call +49 170 555 8888', 'Write a mail to zoe@mail.example.test'])
        await expect(card.getByRole('button', { name: button })).toBeVisible();
      await app.page.screenshot({ path: 'out/e2e/screens/directory-card.png' });
      await card.getByRole('button', { name: 'Add to contacts' }).click();
      await card.getByRole('button', { name: 'Close contact card' }).click();
      await expect(hub.contact('Zoë Zimmer')).toContainText('Waiting for approval');
    } finally {
      await office.serveBeside({});
      await slapd.stop();
    }
  });

  test('C5 M2 M9 S7: contacts of one’s own, a file taken over and saved, a group renamed and written to', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const bob = await office.signIn('bob');
    await bob.send(bob.xml('presence'));
    const home = computer(office.account('carol'));
    const app = await home.start();
    await app.process.waitFor('contacts-shown');
    const { page } = app;
    const hub = hubPage(page);

    await page.getByRole('button', { name: 'New contact' }).click();
    await page.getByRole('radio', { name: 'Numbers only, kept on this computer' }).check();
    await page.getByRole('textbox', { name: /^Name/ }).fill('Paul Plumber');
    await page.getByLabel('Work', { exact: true }).fill('555 0177');
    await page.getByLabel('Groups').fill('Craftsmen');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(hub.contact('Paul Plumber')).toContainText('555 0177');
    await page.screenshot({ path: 'out/e2e/screens/directory-contacts.png' });

    await hub.goTo('Preferences');
    await page.getByRole('button', { name: 'Contacts', exact: true }).last().click();
    const file = join(home.profile, '..', 'people.csv');
    writeFileSync(
      file,
      'Name,Chat address,Work phone,Groups\nVera Visitor,visitor@example.test,1077,Craftsmen\nPeter Painter,,555 0178,Craftsmen\nBob,bob@example.test,,Craftsmen\nPaul Plumber,,555 0177,\n',
    );
    await page.getByLabel('Choose a file', { exact: true }).and(page.locator('input')).setInputFiles(file);
    const preview = page.getByRole('list', { name: 'What would happen' });
    await expect(preview.getByRole('listitem')).toHaveCount(4);
    await expect(preview.getByRole('listitem').filter({ hasText: 'Bob' })).toContainText(
      'Known, more groups',
    );
    await page.screenshot({ path: 'out/e2e/screens/directory-import.png' });
    await page.getByRole('button', { name: 'Take over 3 contacts' }).click();
    await expect(page.getByText('3 of 3 contacts taken over')).toBeVisible();
    await page.getByRole('button', { name: 'Dismiss' }).click();

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save contacts' }).click();
    const saved = readFileSync(await (await saving).path(), 'utf8');
    for (const line of [
      'FN:Paul Plumber',
      'FN:Vera Visitor',
      'IMPP:xmpp:visitor@example.test',
      'CATEGORIES:Craftsmen',
    ])
      expect(saved).toContain(line);

    await hub.goTo('Contacts');
    const group = hub.list.getByRole('option').filter({ hasText: 'Craftsmen' }).first();
    await group.hover();
    await group.getByTitle('Rename Craftsmen').click();
    await page.getByLabel('Name of the group').fill('Helpers');
    await page.getByRole('button', { name: 'Save' }).click();
    const helpers = hub.list.getByRole('option').filter({ hasText: 'Helpers' }).first();
    await expect(helpers).toContainText('of 4 online');

    await page.getByRole('button', { name: 'Message to several people' }).click();
    await page.getByRole('checkbox', { name: 'Helpers (2)' }).check();
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: /^Message/ })
      .fill('Lunch at noon?');
    await page.screenshot({ path: 'out/e2e/screens/directory-broadcast.png' });
    await page.getByRole('button', { name: 'Send to 2 people' }).click();
    await expect(page.getByText('Message sent to 2 of 2')).toBeVisible();
    await expect
      .poll(() => bob.received.filter((stanza) => stanza.getChildText('body') === 'Lunch at noon?').length)
      .toBe(1);
    await bob.stop();
  });
});
