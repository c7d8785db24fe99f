import * as z from 'zod/mini';
import { type Voicemail, voicemailSchema } from '../../../shared/domain/voicemail.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Secrets } from '../../ports/secrets.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { parseJson } from '../config-cache/parse-json.ts';

const LIST = 'voicemail-list';
const SECRET = 'voicemail-sign-in';
const listSchema = z.object({ readAt: z.number(), messages: z.array(voicemailSchema) });
const signInSchema = z.object({ username: z.string(), password: z.string() });

export interface OwnSignIn {
  readonly username: string;
  readonly password: string;
}

/** What is kept of a mailbox: its last list, and a name and password of its own, sealed by the machine. */
export class MailboxMemory {
  private readonly store: KeyValueStore;
  private readonly secrets: Secrets;

  constructor(store: KeyValueStore, secrets: Secrets) {
    this.store = store;
    this.secrets = secrets;
  }

  async list(): Promise<{ readonly readAt: number; readonly messages: readonly Voicemail[] } | undefined> {
    const read = listSchema.safeParse(parseJson(await this.store.get(LIST)));
    return read.success ? read.data : undefined;
  }

  keep(readAt: number, messages: readonly Voicemail[]): Promise<void> {
    return this.store.set(LIST, JSON.stringify({ readAt, messages }));
  }

  async signIn(): Promise<Result<OwnSignIn>> {
    const sealed = await this.store.get(SECRET);
    if (sealed === undefined) return fail('auth.wrong-password');
    const opened = await this.secrets.open(Buffer.from(sealed, 'base64'));
    if (!opened.ok) return opened;
    const read = signInSchema.safeParse(parseJson(new TextDecoder().decode(opened.value.plain)));
    return read.success ? ok(read.data) : fail('auth.wrong-password');
  }

  async keepSignIn(signIn: OwnSignIn): Promise<Result<void>> {
    const sealed = await this.secrets.seal(new TextEncoder().encode(JSON.stringify(signIn)));
    if (!sealed.ok) return sealed;
    await this.store.set(SECRET, Buffer.from(sealed.value).toString('base64'));
    return ok();
  }
}
