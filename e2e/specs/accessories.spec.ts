import { WebSocket } from 'ws';
import { expect, test } from '../fixtures/office.ts';
import { hubPage } from '../pages/hub-page.ts';

type Said = { readonly id?: number; readonly method?: string } & Readonly<Record<string, unknown>>;

/** Another program of this computer. */
function program(address: string) {
  const socket = new WebSocket(address);
  const said: Said[] = [];
  let next = 0;
  socket.on('message', (data) => void said.push(JSON.parse((data as Buffer).toString()) as Said));
  const isOpen = new Promise((resolve) => socket.on('open', resolve));
  return {
    said,
    socket,
    async ask(method: string, params: unknown): Promise<Said> {
      await isOpen;
      next += 1;
      const id = next;
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      await expect.poll(() => said.some((each) => each.id === id)).toBe(true);
      return said.find((each) => each.id === id) as Said;
    },
  };
}

test.describe('accessories', { tag: '@accessories' }, () => {
  test('V13: a program is let in by the person, dials, mutes and ends a call, and is put out again', async ({
    office,
    computer,
  }) => {
    const phone = await office.startPhone('carol', {
      answer: 'auto',
      codecs: ['PCMU'],
      sound: { toneHz: 880 },
    });
    const { page, process } = await computer(office.account('alice')).start();
    await process.waitFor('registered');
    const hub = hubPage(page);
    await hub.goTo('Preferences');
    await page.locator('[data-page="audio"]').click();
    await page.getByRole('switch', { name: 'Let headsets and other programs ask to control calls' }).click();
    const list = page.locator('[data-accessories="open"]');
    const address = /ws:\/\/[\d.:]+\//.exec((await list.textContent()) ?? '')?.[0] ?? '';

    const headset = program(address);
    const hello = headset.ask('hello', { name: 'Headset tool' });
    await expect(page.getByRole('heading', { name: 'Let “Headset tool” control your calls?' })).toBeVisible();
    await page.screenshot({ path: 'out/e2e/screens/accessory-prompt.png' });
    await page.getByRole('button', { name: 'Let it', exact: true }).click();
    expect(await hello).toMatchObject({ result: { api: 1, may: ['calls'], calls: [] } });
    await expect(list.getByText('Connected', { exact: false })).toBeVisible();
    await page.screenshot({ path: 'out/e2e/screens/accessories.png' });

    const dialled = (await headset.ask('call.dial', { target: '1003' })) as { result?: { callId?: string } };
    const callId = dialled.result?.callId ?? '';
    await process.waitFor('call', (mark) => mark['state'] === 'connected');
    expect(await headset.ask('call.mute', { callId, isMuted: true })).toMatchObject({ result: {} });
    await expect
      .poll(() => headset.said.at(-1))
      .toMatchObject({ method: 'call.changed', params: { call: { isMuted: true } } });
    expect(await headset.ask('call.end', { callId })).toMatchObject({ result: {} });
    await process.waitFor('call', (mark) => mark['state'] === 'ended');

    await list.getByRole('button', { name: 'Remove Headset tool' }).click();
    await expect.poll(() => headset.socket.readyState).toBe(WebSocket.CLOSED);
    await expect(list.getByText('No program was let in yet.')).toBeVisible();
    await phone.stop();
  });
});
