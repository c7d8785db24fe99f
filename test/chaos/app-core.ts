import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandInput, CommandName, CommandOutput } from '../../src/shared/contract/commands.ts';
import type { EntityChange } from '../../src/shared/contract/client.ts';
import type { Delivery, Message } from '../../src/shared/domain/conversation.ts';
import type { ConversationId } from '../../src/shared/domain/ids.ts';
import { type Result, unwrap } from '../../src/shared/errors/result.ts';
import type { AppCoreTask, FromAppCore, ToAppCore } from '../children/app-core.ts';
import { pause, until } from './until.ts';

export interface AppCoreOptions {
  /** Its profile and its account file; kept from one life to the next. */
  readonly folder: string;
  readonly address: string;
  readonly password: string;
  readonly server: { readonly address: string; readonly port: number };
  /** PEM. */
  readonly ca: string;
}

/** A computer of one person: the real app without its window, in a process of its own that can be killed and started again. */
export interface AppCore {
  start(): Promise<void>;
  /** SIGKILL, in the middle of whatever it does. */
  kill9(): Promise<void>;
  /** In good order. */
  stop(): Promise<void>;
  isOnline(): boolean;
  /** Messages of this life that are not known to have reached the server. */
  pending(): number;
  /** Fails with `undefined` when the process was killed before it answered. */
  call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>> | undefined>;
  /** All that its store holds of a conversation, oldest first. */
  history(conversationId: ConversationId): Promise<readonly Message[]>;
}

const PAGE = 200;

export function appCore(options: AppCoreOptions): AppCore {
  const account = writeAccount(options);
  const task: AppCoreTask = { profile: join(options.folder, 'profile'), account };
  const replies = new Map<number, (result: Result<unknown> | undefined) => void>();
  const deliveries = new Map<string, Delivery>();
  let child: ChildProcess | undefined;
  let isOnline = false;
  let lastId = 0;

  function note(change: EntityChange): void {
    if (change.topic === 'services' && change.key === 'chat') isOnline = change.value?.state === 'online';
    if (change.topic === 'messages' && change.value?.delivery !== undefined)
      deliveries.set(change.key, change.value.delivery);
  }

  function onMessage(message: FromAppCore): void {
    if (message.kind === 'changes') return message.changes.forEach(note);
    replies.get(message.id)?.(message.result);
    replies.delete(message.id);
  }

  const core: AppCore = {
    async start() {
      const file = join(import.meta.dirname, '..', 'children', 'app-core.ts');
      const started = fork(file, [JSON.stringify(task)], { env: { ...process.env, no_proxy: '*' } });
      child = started;
      // What a killed one had still said comes after its end, and is no news of the next.
      started.on('message', (message: FromAppCore) => child === started && onMessage(message));
      started.once('exit', () => {
        if (child === started) child = undefined;
        isOnline = false;
        deliveries.clear();
        for (const reply of replies.values()) reply(undefined);
        replies.clear();
      });
      let isUp = false;
      started.once('message', () => {
        isUp = true;
      });
      await until(() => isUp || child === undefined, `${options.address} to start`);
      if (child === undefined) throw new Error(`${options.address} ended while starting`);
    },
    kill9: () => end((running) => running.kill('SIGKILL')),
    stop: () => end((running) => running.send({ kind: 'stop' } satisfies ToAppCore)),
    isOnline: () => isOnline,
    pending: () => [...deliveries.values()].filter((each) => each === 'queued' || each === 'sending').length,
    call(name, input) {
      const running = child;
      if (running?.connected !== true) return Promise.resolve(undefined);
      const id = ++lastId;
      return new Promise((resolve) => {
        replies.set(id, resolve as (result: Result<unknown> | undefined) => void);
        // One that ends while it is being told answers nothing; its exit does.
        running.send({ kind: 'call', id, name, input } satisfies ToAppCore, () => undefined);
      });
    },
    async history(conversationId) {
      const found: Message[] = [];
      for (;;) {
        const before = found[0]?.order;
        const answer = await core.call('chat/history', {
          conversationId,
          limit: PAGE,
          ...(before !== undefined && { before }),
        });
        if (answer === undefined) throw new Error(`${options.address} does not run`);
        if (!answer.ok && answer.error.code === 'app.not-signed-in') {
          // Started again, and its store is not open yet.
          await pause(50);
          continue;
        }
        const { messages } = unwrap(answer);
        if (messages.length === 0) return found;
        found.unshift(...messages);
      }
    },
  };

  async function end(how: (running: ChildProcess) => void): Promise<void> {
    const running = child;
    if (running === undefined) return;
    const exited = new Promise((resolve) => running.once('exit', resolve));
    how(running);
    await exited;
  }
  return core;
}

function writeAccount({ folder, address, password, server, ca }: AppCoreOptions): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ca.pem'), ca);
  const file = join(folder, 'account.json');
  const content = { address, password, ca: 'ca.pem', xmpp: { host: server.address, port: server.port } };
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  return file;
}
