import { describe, expect, it } from 'vitest';
import { bob, chatHarness } from '../../../../test/fakes/chat-harness.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { encryptionPolicy } from './encryption-policy.ts';

const given = (aes: string, none: string) =>
  encryptionPolicy(
    effectiveConfiguration({
      profile: [
        { section: 'Policies', name: 'Support_AES_Encoding_For_IM', value: aes },
        { section: 'Policies', name: 'Support_No_Encoding_For_IM', value: none },
      ],
    }),
  );

async function under(aes: string, none: string) {
  const chat = await chatHarness({ encryption: given(aes, none) });
  chat.xmpp.goOnline({ features: { archive: false } });
  await chat.settle();
  return chat;
}

describe('a policy about encryption', () => {
  it('M12: not set, nothing need be encrypted', () => {
    expect(encryptionPolicy(effectiveConfiguration({}))).toEqual({ supportsAes: false, supportsPlain: true });
  });

  it('M12: encrypted only: nothing is sent in plain, and nothing in plain is taken or confirmed', async () => {
    const chat = await under('true', 'false');
    expect(await chat.send('m1')).toMatchObject({ ok: false, error: { code: 'chat.must-be-encrypted' } });
    chat.xmpp.receive(bob, 'in plain', { wantsReceipt: true });
    await chat.settle();
    expect(chat.stored()).toEqual([]);
    expect(chat.notified).toEqual([]);
    expect([chat.xmpp.sent, chat.xmpp.receipts]).toEqual([[], []]);
  });

  it('M12: encrypted if possible: with somebody who cannot, it goes in plain both ways', async () => {
    const chat = await under('true', 'true');
    expect((await chat.send('m1')).ok).toBe(true);
    chat.xmpp.receive(bob, 'in plain');
    await chat.settle();
    expect(chat.stored()).toEqual(['body m1', 'in plain']);
  });

  it('M12: a correction is refused like a message', async () => {
    const chat = await chatHarness();
    await chat.send('m1');
    await chat.service.stop();
    const again = await chatHarness({ store: chat.store, encryption: given('true', 'false') });
    const answer = await again.call('chat/correct', { id: 'm1' as MessageId, body: 'x' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'chat.must-be-encrypted' } });
  });
});
