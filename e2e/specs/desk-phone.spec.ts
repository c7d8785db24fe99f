import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, whereabouts } from '../fixtures/cisco-office.ts';
import { hubPage } from '../pages/hub-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';

/** A meeting that goes on now, with three ways in. */
function meetingNow(): string {
  const stamp = (at: number) => `${new Date(at).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
  const start = Date.now() - 60_000;
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//lab//EN', 'BEGIN:VEVENT', 'UID:standup'],
    ...['SUMMARY:Stand-up', 'LOCATION:https://acme.webex.com/meet/alice', `DTSTAMP:${stamp(start)}`],
    'DESCRIPTION:tel:+12025550100\\,\\,123456#',
    ...[`DTSTART:${stamp(start)}`, `DTEND:${stamp(start + 1_800_000)}`, 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
}

test.describe('desk phone', { tag: '@deskphone' }, () => {
  test('V7 V15: one click and the desk phone makes the call; a meeting of today is joined by its link', async ({
    ciscoOffice: office,
    computer,
  }) => {
    const alice = office.person('alice');
    const home = computer(whereabouts(office));
    const { page, process } = await home.start();
    await signInPage(page).typeAddress(alice.jid);
    await signInPage(page).givePassword(alice.password);
    await process.waitFor('registered');
    const hub = hubPage(page);
    await hub.goTo('Calls');
    const bar = page.getByRole('region', { name: 'Call with' });
    await bar.getByRole('radio', { name: 'Desk phone' }).click();
    await expect(bar.getByRole('combobox', { name: 'Phone and line' })).toContainText(`· ${alice.number}`);
    await expect(bar).toContainText('CTIQBE');
    await hub.search().fill('1003');
    await hub.search().press('Enter');
    const device = `SEP00000000${alice.number}`;
    await expect.poll(() => office.cisco.webDialer.dialled.get(device)).toBe('1003');
    await expect(bar.getByText('Told your desk phone to call 1003.')).toBeVisible();
    await page.screenshot({ path: 'out/e2e/screens/desk-phone.png' });
    await bar.getByRole('button', { name: 'End that call' }).click();
    await expect.poll(() => office.cisco.webDialer.dialled.has(device)).toBe(false);
    await bar.getByRole('radio', { name: 'This computer' }).click();
    await expect(bar).not.toContainText('CTIQBE');

    const file = join(home.profile, 'work.ics');
    writeFileSync(file, meetingNow());
    await hub.goTo('Preferences');
    await page.locator('[data-page="calendar"]').click();
    await page.getByRole('button', { name: 'Add a calendar' }).click();
    await page.getByLabel('Address or file').fill(file);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const meetings = page.getByRole('region', { name: 'Today’s meetings' });
    await expect(meetings.getByRole('button', { name: 'Stand-up: Dial in' })).toBeVisible();
    await page.screenshot({ path: 'out/e2e/screens/meetings.png' });
    await meetings.getByRole('button', { name: 'Stand-up: Join (Webex)' }).click();
    const opened = await process.waitFor('opened');
    expect(opened['url']).toBe('https://acme.webex.com/meet/alice');
  });
});
