import { describe, expect, it } from 'vitest';
import { bob, chatHarness } from '../../../../test/fakes/chat-harness.ts';

const desk = `${bob}/desk`;

async function talking(carbons: boolean) {
  const chat = await chatHarness();
  chat.xmpp.goOnline({ features: { archive: false, carbons } });
  await chat.settle();
  let count = 0;
  return {
    ...chat,
    /** Where a message goes that is sent now. */
    async goesTo() {
      count += 1;
      await chat.send(`m${count}`);
      await chat.settle();
      return chat.xmpp.sent.at(-1)?.to;
    },
  };
}

describe('classic forking', () => {
  it('M7: to all devices until one answers, then to that one', async () => {
    const { goesTo, xmpp, settle } = await talking(false);
    expect(await goesTo()).toBe(bob);
    xmpp.receive(bob, 'here I am', { device: desk });
    await settle();
    expect(await goesTo()).toBe(desk);
    xmpp.receive(bob, 'now here', { device: `${bob}/mobile` });
    await settle();
    expect(await goesTo()).toBe(`${bob}/mobile`);
  });

  it.each<[string, Parameters<Awaited<ReturnType<typeof talking>>['xmpp']['emit']>[0]]>([
    ['a presence', { kind: 'device-presence', address: bob }],
    ['the end of the talk', { kind: 'chat-state', peer: bob, state: 'gone' }],
  ])('M7: %s opens it to all devices again', async (_, event) => {
    const { goesTo, xmpp, settle } = await talking(false);
    xmpp.receive(bob, 'here I am', { device: desk });
    xmpp.emit(event);
    await settle();
    expect(await goesTo()).toBe(bob);
  });

  it('M7: with carbons the person is addressed, and all devices follow', async () => {
    const { goesTo, xmpp, settle } = await talking(true);
    xmpp.receive(bob, 'here I am', { device: desk });
    await settle();
    expect(await goesTo()).toBe(bob);
  });

  it('M7: what was stored or said elsewhere locks nothing', async () => {
    const { goesTo, xmpp, settle } = await talking(false);
    xmpp.receive(bob, 'old', { device: desk, via: 'offline' });
    xmpp.receive(bob, 'copy', { device: desk, via: 'carbon' });
    await settle();
    expect(await goesTo()).toBe(bob);
  });
});
