import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../lab/pki/lab-ca.ts';
import { missingPrograms } from '../../lab/real/installed.ts';
import { type Profanity, startProfanity } from '../../lab/real/profanity.ts';
import { type Prosody, startProsody } from '../../lab/real/prosody.ts';
import { waitUntil } from '../../lab/real/wait-until.ts';
import type { ConversationId, MessageId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { startParlance } from './parlance.ts';

const context = { signal: new AbortController().signal };
const alice = 'alice@example.test' as ConversationId;
const bob = 'bob@example.test' as ConversationId;
const until = (isTrue: () => boolean, what: string) => waitUntil(isTrue, { what, timeoutMs: 60_000 });

describe.skipIf(missingPrograms(['prosody', 'profanity']).length > 0)('against profanity', () => {
  let ca: LabCa;
  let server: Prosody;
  let profanity: Profanity;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    ca = await createLabCa();
    server = await startProsody({
      ca,
      accounts: ['alice', 'bob'].map((name) => ({ name, password: 'secret' })),
      rosters: { alice: [{ jid: bob, name: 'Bob' }], bob: [{ jid: alice, name: 'Alice' }] },
    });
    profanity = await startProfanity({
      ...{ user: 'bob', password: 'secret', domain: 'example.test' },
      server: { address: server.address, port: server.ports.c2s },
    });
    for (const command of ['/receipts send on', '/receipts request on', '/correction on', '/carbons on'])
      profanity.type(command);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(async () => {
    await profanity?.stop();
    await server?.stop();
  });

  async function parlance() {
    const target = { host: server.address, port: server.ports.c2s, tls: 'starttls' } as const;
    const started = await startParlance({ ca: ca.pem, target, username: 'alice' });
    closing.push(() => started.stop());
    return started;
  }

  it('M6: words both ways with receipts, corrections, and what it does not know as words it can show', async () => {
    const { say, message, messages, handlers } = await parlance();
    profanity.type(`/msg ${alice} good morning`);
    await until(() => message(bob, 'good morning') !== undefined, 'its words here');
    await profanity.until(
      () => profanity.stanzas('RECV').some((one) => one.includes('<received ')),
      'our receipt',
    );
    await say('a1', bob, 'hello *Bob*');
    await until(() => message(bob, 'hello *Bob*')?.delivery === 'delivered', 'its receipt');
    expect(profanity.chatLog(alice)).toEqual(['me: good morning', `${alice}: hello *Bob*`]);

    profanity.type('lnch at one?');
    await until(() => message(bob, 'lnch at one?') !== undefined, 'its second words');
    profanity.type('/correct lunch at one?');
    await until(() => message(bob, 'lunch at one?')?.editedAt !== undefined, 'its correction here');
    expect(messages(bob).map((one) => one.body)).toEqual(['good morning', 'hello *Bob*', 'lunch at one?']);
    await handlers['chat/correct']({ id: 'a1' as MessageId, body: 'hello again' }, context);
    await profanity.until(() => profanity.chatLog(alice).join().includes('hello again'), 'our correction');

    const question = message(bob, 'lunch at one?')?.id as MessageId;
    await say('a2', bob, 'gladly', question);
    unwrap(await handlers['chat/react']({ id: question, emoji: '🍕', isOn: true }, context));
    unwrap(await handlers['chat/retract']({ id: 'a1' as MessageId }, context));
    const seen = () => profanity.chatLog(alice).join('\n');
    await profanity.until(() => seen().includes('took back a message'), 'what stands for a retraction');
    expect(seen()).toContain('> lunch at one?\ngladly');
    expect(seen()).toContain('> lunch at one?\n🍕');
  });

  it('M8: in one room, each hears the other once', async () => {
    const { rooms, say, messages } = await parlance();
    const wish = { name: 'Interop', people: [], isPersistent: false, isMembersOnly: false };
    const { id } = unwrap(await rooms.handlers['rooms/create'](wish, context));
    profanity.type(`/join ${id} nick bobby`);
    await profanity.until(
      () => profanity.stanzas('RECV').some((one) => one.includes('code="110"')),
      'the room',
    );
    await say('r1', id, 'welcome');
    await profanity.until(
      () => profanity.stanzas('RECV').some((one) => one.includes('<body>welcome</body>')),
      'our words in the room',
    );
    profanity.type('thanks');
    await until(() => messages(id).some((one) => one.body === 'thanks'), 'its words in the room');
    await until(() => messages(id).some((one) => one.delivery === 'sent'), 'the echo of ours');
    expect(messages(id).map(({ direction, body }) => `${direction} ${body}`)).toEqual([
      'out welcome',
      'in thanks',
    ]);
  });
});
