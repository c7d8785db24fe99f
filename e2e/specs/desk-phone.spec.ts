import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CstaPhone } from '../../lab/embedded/csta-phone/csta-phone.ts';
import { expect, test, whereabouts } from '../fixtures/cisco-office.ts';
import { test as plainTest } from '../fixtures/office.ts';
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
    const bar = page.getByRole('region', { name: 'Make calls with' });
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

plainTest.describe('phones beside the computer', { tag: '@deskphone' }, () => {
  plainTest(
    'V7 V8: the phone on the desk is controlled, lost and found again; another phone is called first and sent on',
    async ({ office, computer }) => {
      const { kamailio, domain, ca } = office;
      const own = office.person('alice');
      const phone = await CstaPhone.start({
        server: { host: kamailio.address, domain, ports: { udp: kamailio.ports.udp } },
        ...{ username: own.name, password: own.password, ca: ca.pem, device: own.number },
      });
      const { page, process } = await computer(office.account('alice')).start();
      await process.waitFor('registered');
      const hub = hubPage(page);
      await hub.goTo('Calls');
      const bar = page.getByRole('region', { name: 'Make calls with' });
      await bar.getByRole('radio', { name: 'Desk phone' }).click();
      await bar.getByLabel('Number or address of your desk phone').fill(own.number);
      await page.keyboard.press('Enter');
      await expect(bar).toContainText('Ready.');

      // Somebody calls the phone: rung here as well, answered, held, talked about with another and handed over.
      phone.model.ring('1002', 'Bob');
      const toast = page.getByRole('alertdialog', { name: /Bob/ });
      await toast.getByRole('button', { name: 'Answer' }).click();
      const caller = page.getByRole('region', { name: /^Call with Bob/ });
      await expect(caller).toContainText('Connected');
      await expect(caller).toContainText('On your desk phone');
      await expect(caller.getByRole('button', { name: /Mute/ })).toHaveCount(0);
      await page.screenshot({ path: 'out/e2e/screens/desk-phone-control.png' });
      await caller.press('Alt+t');
      await page.getByRole('combobox', { name: 'Transfer to' }).fill('1008');
      await page.getByRole('combobox', { name: 'Transfer to' }).press('Enter');
      await expect(page.getByRole('region', { name: 'Call with 1008' })).toContainText('Connected');
      await expect(caller).toContainText('On hold');
      await page.getByRole('button', { name: 'Complete transfer' }).click();
      await expect(caller).toContainText('Call ended');
      expect(phone.model.calls.size).toBe(0);

      // Ended at the phone's side, it is taken again; the call that was made meanwhile by hand is there then.
      phone.model.dialByHand('1009');
      phone.bye();
      await expect.poll(() => phone.isControlled, { timeout: 20_000 }).toBe(true);
      await expect(bar).toContainText('Ready.');
      const byHand = page.getByRole('region', { name: 'Call with 1009' });
      await byHand.getByRole('button', { name: 'End', exact: true }).click();
      await expect.poll(() => phone.model.calls.size).toBe(0);
      await phone.stop();

      // Another phone: Carol's rings first, and is sent on to Dave's.
      const quiet = { answer: 'auto', codecs: ['PCMU'] } as const;
      const carol = await office.startPhone('carol', quiet);
      const dave = await office.startPhone('dave', quiet);
      await bar.getByRole('radio', { name: 'Other phone' }).click();
      await bar.getByLabel('Call me at').fill('1003');
      await page.keyboard.press('Enter');
      await expect(bar.getByRole('radio', { name: 'Other phone' })).toBeChecked();
      await hub.search().fill('1004');
      await hub.search().press('Enter');
      await dave.waitFor({ type: 'CALL_ESTABLISHED' });
      await page.screenshot({ path: 'out/e2e/screens/other-phone.png' });
      await expect(page.getByRole('region', { name: /^Call with (Carol|1003)/ })).toContainText('Call ended');
      // The history names whom it was about.
      await expect(page.getByRole('option', { name: /^1004 Outgoing/ }).first()).toBeVisible();
      await carol.stop();
      await dave.stop();
    },
  );
});
