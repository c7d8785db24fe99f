import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StockClient } from '../../lab/real/stock-xmpp-client.ts';
import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

/** What the colleague last heard of Alice: `show status`, or `unavailable`. */
function heardOfAlice(bob: StockClient): string | undefined {
  return bob.received
    .filter((stanza) => stanza.name === 'presence' && stanza.attrs['from']?.startsWith('alice@'))
    .map((stanza) =>
      stanza.attrs['type'] === 'unavailable'
        ? 'unavailable'
        : `${stanza.getChildText('show') ?? ''} ${stanza.getChildText('status') ?? ''}`.trim(),
    )
    .at(-1);
}

/** A meeting that began ten minutes ago and takes an hour. */
function meetingNow(): string {
  const stamp = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const start = Date.now() - 600_000;
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Lab//EN', 'BEGIN:VEVENT', 'UID:1', 'SUMMARY:Plan'],
    ...[`DTSTART:${stamp(start)}`, `DTEND:${stamp(start + 3_600_000)}`, 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
}

test.describe('presence', { tag: '@messaging' }, () => {
  test('M3 M4 M5 M13: a meeting of the calendar, a status for an hour that outlives a restart, keeping somebody away, and the chat as a file', async ({
    office,
    computer,
    peer,
  }) => {
    const bob = await peer('bob');
    await bob.send(bob.xml('presence'));
    const home = computer(office.account('alice'));
    const app = await home.start();
    const { page } = app;
    const hub = hubPage(page);
    await app.process.waitFor('contacts-shown');
    await expect.poll(() => heardOfAlice(bob)).toBe('');

    // A calendar that is none is said so; one that is makes others see the meeting.
    const file = join(home.profile, 'work.ics');
    writeFileSync(file, meetingNow());
    await hub.goTo('Preferences');
    await page.locator('[data-page="calendar"]').click();
    await page.getByRole('button', { name: 'Add a calendar' }).click();
    await page.getByLabel('Address or file').fill('/no/such/file.ics');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('No calendar was found there');
    await page.getByLabel('Address or file').fill(file);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByText('Read at')).toBeVisible();
    await expect.poll(() => heardOfAlice(bob)).toBe('away In a meeting');
    await page.screenshot({ path: 'out/e2e/screens/calendar.png' });

    // What is set by hand goes over it, for as long as was said.
    await hub.me().click();
    await page.getByLabel('Clear status and message').selectOption('60');
    await page.getByRole('radio', { name: 'Do not disturb' }).click();
    await expect(page.getByText(/^Ends /)).toBeVisible();
    await expect.poll(() => heardOfAlice(bob)).toBe('dnd');
    await page.screenshot({ path: 'out/e2e/screens/status-menu.png' });
    await page.keyboard.press('Escape');

    await hub.goTo('Contacts');
    await hub.contact('Bob Baker').hover();
    await hub.contact('Bob Baker').getByTitle('Contact card of Bob Baker').click();
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await expect(page.getByText('Blocked: their messages')).toBeVisible();
    await expect.poll(() => heardOfAlice(bob)).toBe('unavailable');
    await page.getByRole('button', { name: 'Unblock' }).click();
    await expect.poll(() => heardOfAlice(bob)).toBe('dnd');
    await page.keyboard.press('Escape');

    const said = `for the record ${Date.now()}`;
    await hub.openChatWith('Bob Baker');
    await hub.send(said);
    await expect(hub.message(said)).toBeVisible();
    await hub.goTo('Preferences');
    await page.locator('[data-page="chats"]').click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export …' }).click();
    const saved = await (await saving).path();
    expect(readFileSync(saved, 'utf8')).toContain(said);
    await app.quit();

    const again = await home.start();
    await again.process.waitFor('session');
    await expect(hubPage(again.page).me()).toHaveAccessibleName(/Do not disturb/);
    await expect.poll(() => heardOfAlice(bob)).toBe('dnd');
  });
});
