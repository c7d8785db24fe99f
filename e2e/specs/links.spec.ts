import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

test.describe('links', { tag: ['@main-job', '@links'] }, () => {
  test('X1 X2: an xmpp: or im: link lands in a chat with its text, and sends nothing', async ({
    office,
    computer,
    peer,
  }) => {
    const bob = await peer('bob');
    await bob.send(bob.xml('presence'));
    const home = computer(office.account('alice'));
    const app = await home.start({ links: ['XMPP:bob@example.test?message;body=Cold%20start%20%26%20more'] });
    await app.process.waitFor('session');
    const dialog = app.page.getByRole('dialog');
    await expect(dialog).toContainText('bob@example.test');
    await dialog.getByRole('button', { name: 'Open chat' }).click();
    const composer = app.page.getByRole('textbox', { name: /^Message to/ });
    await expect(composer).toHaveValue('Cold start & more');

    await home.click('im:carol@example.test?message;subject=I.T.%20Desk;body=Warm');
    await expect(dialog).toContainText('carol@example.test');
    await dialog.getByRole('button', { name: 'Open chat' }).click();
    await expect(composer).toHaveValue(/Warm/);
    // The server may keep other words for Bob, said in other tests.
    const words = bob.received.map((stanza) => stanza.getChildText('body') ?? '');
    expect(words.filter((body) => /Cold start|Warm/.test(body))).toEqual([]);
  });

  test('X1 X3: a tel: or sip: link is asked about before anything is dialled', async ({
    office,
    computer,
  }) => {
    const home = computer(office.account('alice'));
    const app = await home.start();
    await app.process.waitFor('registered');
    await home.click('TEL:1002');
    const dialog = app.page.getByRole('dialog');
    await expect(dialog).toContainText('1002');
    expect(app.process.marks.some((mark) => mark.mark === 'call')).toBe(false);
    await app.page.screenshot({ path: 'out/e2e/screens/link-call.png' });
    await dialog.getByRole('button', { name: 'Call', exact: true }).click();
    await app.process.waitFor('call', (mark) => mark['state'] === 'connected');
    await app.page.getByRole('button', { name: 'End', exact: true }).click();
    await app.process.waitFor('call', (mark) => mark['state'] === 'ended');
    await home.click('sip:bob@example.test');
    await expect(dialog).toContainText('bob@example.test');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(
      app.process.marks.filter((mark) => mark.mark === 'call' && mark['state'] === 'dialling').length,
    ).toBeLessThanOrEqual(1);
    await hubPage(app.page).expectOpen();
  });
});

test.describe('links to several people and into rooms', { tag: '@links' }, () => {
  test('X2: a link to several people makes a group with its topic and text; a copied link leads back into it', async ({
    office,
    computer,
  }) => {
    const home = computer(office.account('alice'));
    const app = await home.start();
    const { page } = app;
    await app.process.waitFor('contacts-shown');
    await home.click(
      'im:bob@example.test;carol@example.test?message;subject=I.T%20Desk;body=Jabber%2010.5%20Query',
    );
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('bob@example.test, carol@example.test');
    await dialog.getByRole('button', { name: 'Open chat with 2 people' }).click();
    await expect(page.getByRole('heading', { name: 'I.T Desk', level: 2 })).toBeVisible();
    const composer = page.getByRole('textbox', { name: /^Message to/ });
    await expect(composer).toHaveValue('Jabber 10.5 Query');

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Room actions' }).click();
    await page.getByRole('menuitem', { name: 'Copy link to this room' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^xmpp:[^@?]+@[^@?]+\?join$/);
    await hubPage(page).goTo('Contacts');
    await home.click(copied.replace('xmpp:', 'XMPP://'));
    await expect(page.getByRole('dialog', { name: 'Join this room?' })).toContainText('@conference.');
    await page.screenshot({ path: 'out/e2e/screens/link-room.png' });
    await dialog.getByRole('button', { name: 'Join' }).click();
    await expect(page.getByRole('heading', { name: 'I.T Desk', level: 2 })).toBeVisible();
    await expect(composer).toHaveValue('Jabber 10.5 Query');
  });
});
