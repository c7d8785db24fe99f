import type { ContactFileFormat } from '../../../shared/contract/contact-commands.ts';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { ChatStore } from '../../ports/chat-store.port.ts';
import type { ContactRecord } from '../contact-files/contact-record.ts';
import { isPhotoKey } from './directory-photos.ts';

/** An answer is one frame. */
const MOST_BYTES = 3_000_000;

/** Contacts as they go into a file; where it can hold pictures, with those that are kept here, so many as fit into an answer. */
export async function withPhotos(
  format: ContactFileFormat,
  contacts: readonly Contact[],
  store: Pick<ChatStore, 'avatar'> | undefined,
): Promise<readonly ContactRecord[]> {
  if (store === undefined || !format.startsWith('vcard')) return contacts;
  const records: ContactRecord[] = [];
  let left = MOST_BYTES;
  for (const contact of contacts) {
    const { avatarHash } = contact;
    const isKept = avatarHash !== undefined && !isPhotoKey(avatarHash);
    const photo = isKept ? await store.avatar(avatarHash) : undefined;
    const fits = photo !== undefined && photo.bytes.length <= left;
    if (fits) left -= photo.bytes.length;
    records.push({ ...contact, ...(fits && { photo }) });
  }
  return records;
}
