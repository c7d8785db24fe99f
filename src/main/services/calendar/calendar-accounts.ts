import * as z from 'zod/mini';
import { calendarKindSchema } from '../../../shared/domain/calendar.ts';
import { ok, type Result } from '../../../shared/errors/result.ts';
import type { CalendarAccount } from '../../ports/calendar.port.ts';
import type { Secrets } from '../../ports/secrets.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { parseJson } from '../config-cache/parse-json.ts';

/** A calendar of the person's, as it is kept: the password beside it, sealed. */
export interface KeptAccount extends Omit<CalendarAccount, 'password'> {
  readonly id: string;
}

const KEY = 'calendar-accounts';
const SECRET = 'calendar-password:';
const MOST = 10;
const keptSchema = z.array(
  z.object({ id: z.string(), kind: calendarKindSchema, address: z.string(), username: z.string() }),
);

/** Which calendars are read. In the person's encrypted database; passwords are sealed by the machine besides. */
export class CalendarAccounts {
  private readonly store: KeyValueStore;
  private readonly secrets: Secrets;

  constructor(store: KeyValueStore, secrets: Secrets) {
    this.store = store;
    this.secrets = secrets;
  }

  async list(): Promise<readonly KeptAccount[]> {
    const read = keptSchema.safeParse(parseJson(await this.store.get(KEY)));
    return read.success ? read.data : [];
  }

  /** One of the same place takes the other's. */
  async add(id: string, { password, ...account }: CalendarAccount): Promise<Result<void>> {
    const sealed = await this.secrets.seal(new TextEncoder().encode(password));
    if (!sealed.ok) return sealed;
    const others = (await this.list()).filter(
      (each) => each.kind !== account.kind || each.address !== account.address,
    );
    await this.store.set(SECRET + id, Buffer.from(sealed.value).toString('base64'));
    await this.store.set(KEY, JSON.stringify([...others, { id, ...account }].slice(-MOST)));
    return ok();
  }

  async remove(id: string): Promise<void> {
    const left = (await this.list()).filter((each) => each.id !== id);
    await this.store.set(KEY, JSON.stringify(left));
    await this.store.delete(SECRET + id);
  }

  async password(id: string): Promise<Result<string>> {
    const sealed = await this.store.get(SECRET + id);
    if (sealed === undefined) return ok('');
    const opened = await this.secrets.open(Buffer.from(sealed, 'base64'));
    return opened.ok ? ok(new TextDecoder().decode(opened.value.plain)) : opened;
  }
}
