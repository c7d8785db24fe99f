import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

test.describe('links', { tag: '@main-job' }, () => {
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
    expect(bob.received.filter((stanza) => stanza.getChild('body'))).toEqual([]);
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
