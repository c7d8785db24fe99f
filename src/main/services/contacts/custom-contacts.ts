import type { CustomContact } from '../../../shared/contract/contact-commands.ts';
import { type Contact, contactSchema } from '../../../shared/domain/contact.ts';
import type { ContactId } from '../../../shared/domain/ids.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Random } from '../../ports/random.port.ts';
import type { ChatStore } from '../../ports/chat-store.port.ts';
import type { IdentityStore, KeyValueStore } from '../../ports/storage.port.ts';
import type { Photo } from '../contact-files/contact-record.ts';
import { parseJson } from '../config-cache/parse-json.ts';
import type { ContactBook } from './contact-book.ts';

const PREFIX = 'contact/';
const FACTS = ['email', 'sipUri', 'title', 'department', 'company', 'postalAddress'] as const;

/** Contacts that are kept on this computer only, encrypted like everything of the identity (C5). */
export interface CustomContacts {
  start(identity: Pick<IdentityStore, 'keyValue' | 'chat'>): Promise<void>;
  stop(): void;
  /** A new one without `id`; one that is changed keeps its picture. Failures: contacts.not-found, app.not-signed-in. */
  save(contact: CustomContact, id?: ContactId, photo?: Photo): Promise<Result<{ id: ContactId }>>;
  remove(id: ContactId): Promise<Result<void>>;
}

export function createCustomContacts(book: ContactBook, random: Random): CustomContacts {
  let store: KeyValueStore | undefined;
  let pictures: Pick<ChatStore, 'saveAvatar'> | undefined;

  async function keep({ type, bytes }: Photo): Promise<string> {
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))).toString('hex');
    await pictures?.saveAvatar(hash, type, bytes);
    return hash;
  }

  return {
    async start({ keyValue, chat }) {
      store = keyValue;
      pictures = chat;
      for (const { value } of await keyValue.list(PREFIX)) {
        const read = contactSchema.safeParse(parseJson(value));
        if (read.success && store === keyValue) book.setLocal(read.data.id, read.data);
      }
    },
    stop() {
      store = undefined;
      pictures = undefined;
    },
    async save(given, id = `local:${random.uuid()}` as ContactId, photo) {
      if (store === undefined) return fail('app.not-signed-in');
      const isNew = book.all.get(id) === undefined && id.startsWith('local:');
      if (!isNew && book.all.get(id)?.isLocal !== true) return fail('contacts.not-found');
      const avatarHash = photo ? await keep(photo) : book.all.get(id)?.avatarHash;
      const contact = { ...customContact(id, given), ...(avatarHash !== undefined && { avatarHash }) };
      await store.set(PREFIX + id, JSON.stringify(contact));
      book.setLocal(id, contact);
      return ok({ id });
    },
    async remove(id) {
      if (store === undefined || book.all.get(id)?.isLocal !== true) return fail('contacts.not-found');
      await store.delete(PREFIX + id);
      book.setLocal(id, undefined);
      return ok();
    },
  };
}

/** Nobody tells the presence of somebody who is on no server. */
function customContact(id: ContactId, given: CustomContact): Contact {
  const { name, groups, phones } = given;
  const told = FACTS.flatMap((key) => {
    const text = given[key]?.trim();
    return text ? [[key, text] as const] : [];
  });
  return {
    ...{ id, name: name.trim(), groups, phones, isLocal: true },
    ...{ subscription: 'none', isPending: false, presence: { show: 'unknown' } },
    ...(Object.fromEntries(told) as Partial<Contact>),
  };
}
