import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryKeyValue } from '../../../../test/fakes/memory-key-value.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Mailbox, Voicemail } from '../../../shared/domain/voicemail.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { SipEvent } from '../../ports/sip.port.ts';
import type {
  ListedVoicemail,
  MailboxList,
  OutgoingVoicemail,
  VoicemailServer,
} from '../../ports/voicemail.port.ts';
import { createVoicemailService, type VoicemailPorts } from './create-voicemail.service.ts';

const message: ListedVoicemail = {
  ...{ id: '0:1', at: 5, durationMs: 3_000, from: { name: 'BAKER', number: '1002' } },
  ...{ isRead: false, isUrgent: false, isPrivate: false, isSecure: false },
};
const context = { signal: new AbortController().signal };
const account = { servers: ['https://cuc/vmrest'], username: 'a', password: 'p', sharesCredentials: true };

async function mailbox(keyValue = memoryKeyValue()) {
  const shown = new Map<string, unknown>();
  let hear: (event: SipEvent) => void = () => undefined;
  const script: { inbox: Result<MailboxList>; change: Result<void>; mayForward: boolean } = {
    mayForward: true,
    inbox: ok({ server: 'cuc', messages: [message] }),
    change: ok(),
  };
  const sent: OutgoingVoicemail[] = [];
  const clock = manualClock();
  const server: VoicemailServer = {
    list: async (_account, folder) =>
      folder === 'inbox' ? script.inbox : ok({ server: 'cuc', messages: [] }),
    sound: async () => ok({ type: 'audio/wav', bytes: new Uint8Array([1]) }),
    ...{ setRead: async () => script.change, remove: async () => script.change },
    send: async (_account, message) => (sent.push(message), script.change),
    ...{ restore: async () => script.change, watch: async () => ok() },
  };
  const ports = {
    ...{ server, clock, log: silentLog },
    sip: {
      on: (listener: typeof hear) => {
        hear = listener;
        return () => undefined;
      },
    },
    secrets: {} as VoicemailPorts['secrets'],
    publisher: {
      set: (topic: string, key: string, value: unknown) => void shown.set(`${topic}/${key}`, value),
      remove: (topic: string, key: string) => void shown.delete(`${topic}/${key}`),
      clear: () => undefined,
    } as unknown as VoicemailPorts['publisher'],
    resolveParty: async () => ({ name: 'Bob Baker' }),
    mayForward: () => script.mayForward,
  };
  const service = createVoicemailService(ports);
  await service.start({ keyValue });
  return {
    ...{ service, script, clock, keyValue, sent },
    hear: (body: string) => hear({ kind: 'message-summary', body }),
    box: () => shown.get('voicemail/only') as Mailbox,
    first: () => shown.get('voicemails/0:1') as Voicemail | undefined,
  };
}

describe('the mailbox', () => {
  it('V11: without a list it is what the phone’s server says', async () => {
    const { service, hear, box } = await mailbox();
    await service.begin({ ...account, servers: [], pilot: '8000' });
    hear('Messages-Waiting: yes\r\nVoice-Message: 2/1\r\n');
    expect(box()).toMatchObject({ state: 'none', isWaiting: true, unreadCount: 2, pilot: '8000' });
    hear('Messages-Waiting: no\r\n');
    expect(box()).toMatchObject({ isWaiting: false, unreadCount: 0 });
  });

  it('V11: what the server refuses is taken back', async () => {
    const { service, script, first } = await mailbox();
    await service.begin(account);
    script.change = fail('net.refused');
    expect(await service.handlers['voicemail/delete']({ id: '0:1' }, context)).toMatchObject({ ok: false });
    expect(first()?.isDeleted).toBe(false);
    script.change = ok();
    await service.handlers['voicemail/delete']({ id: '0:1' }, context);
    expect(first()?.isDeleted).toBe(true);
  });

  it('V11: out of reach, the last list stays to be read, also after a start', async () => {
    const before = await mailbox();
    await before.service.begin(account);
    expect(before.box()).toMatchObject({ state: 'ready', unreadCount: 1 });
    const after = await mailbox(before.keyValue);
    after.script.inbox = fail('net.refused');
    await after.service.begin(account);
    expect(after.box()).toMatchObject({ state: 'waiting', unreadCount: 1, error: { code: 'net.refused' } });
    expect(after.first()?.from.number).toBe('1002');
  });

  it('V11: a refused password is not tried again, and a protected message is not fetched', async () => {
    const { service, script, box } = await mailbox();
    script.inbox = ok({ server: 'cuc', messages: [{ ...message, isSecure: true }] });
    await service.begin(account);
    expect(await service.handlers['voicemail/sound']({ id: '0:1' }, context)).toMatchObject({
      error: { code: 'voicemail.secure' },
    });
    script.inbox = fail('auth.wrong-password');
    await service.begin(account);
    expect(box().state).toBe('password');
  });
});

describe('a message of one’s own', () => {
  const plain = { subject: 'Message', isUrgent: false, isPrivate: false };

  it('V11: goes to extensions and addresses, with its sound; one that was got is passed on as it is', async () => {
    const { service, sent } = await mailbox();
    await service.begin(account);
    const send = (wanted: Parameters<(typeof service.handlers)['voicemail/send']>[0]) =>
      service.handlers['voicemail/send'](wanted, context);
    const sound = Buffer.from('RIFF').toString('base64');
    expect(await send({ ...plain, to: ['+44 (0) 1002', 'bob@example.test'], sound })).toEqual(ok());
    expect(await send({ ...plain, to: ['1003'], forwards: '0:1' })).toEqual(ok());
    expect(sent).toEqual([
      { ...plain, to: ['4401002', 'bob@example.test'], sound: Buffer.from('RIFF') },
      { ...plain, to: ['1003'], forwards: '0:1' },
    ]);
  });

  it('V11 S3: where the administrator does not want it none is passed on; answers go', async () => {
    const { service, sent, script } = await mailbox();
    script.mayForward = false;
    await service.begin(account);
    const send = service.handlers['voicemail/send'];
    expect(await send({ ...plain, to: ['1003'], forwards: '0:1' }, context)).toMatchObject({
      error: { code: 'app.not-allowed' },
    });
    expect(await send({ ...plain, to: ['1003'], sound: 'AAAA' }, context)).toEqual(ok());
    expect(sent).toHaveLength(1);
  });

  it('V11: nothing to hear, nobody to get it, or what is private goes nowhere', async () => {
    const { service, sent, script } = await mailbox();
    script.inbox = ok({ server: 'cuc', messages: [{ ...message, isPrivate: true }] });
    await service.begin(account);
    const outcomes = await Promise.all(
      [
        { ...plain, to: ['1003'] },
        { ...plain, to: ['somebody'], sound: 'AAAA' },
        { ...plain, to: ['1003'], forwards: '0:1' },
        { ...plain, to: ['1003'], forwards: 'gone' },
      ].map((wanted) => service.handlers['voicemail/send'](wanted, context)),
    );
    expect(outcomes.map((each) => (each.ok ? 'sent' : each.error.code))).toEqual([
      ...['voicemail.not-taken', 'voicemail.not-taken', 'voicemail.not-taken', 'voicemail.unavailable'],
    ]);
    expect(sent).toEqual([]);
  });
});
