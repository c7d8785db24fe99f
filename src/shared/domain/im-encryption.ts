/** Client-to-client encryption of messages, as the administrator's pair of policies has it (M12, T9). */
export interface EncryptionPolicy {
  /** *Support AES Encoding For IM*. */
  readonly supportsAes: boolean;
  /** *Support No Encoding For IM*. */
  readonly supportsPlain: boolean;
}

export const plainPolicy: EncryptionPolicy = { supportsAes: false, supportsPlain: true };

/** What is done with the messages of one conversation. */
export interface EncryptionOutcome {
  readonly sending: 'plain' | 'encrypted' | 'refused';
  readonly receiving: 'plain' | 'encrypted' | 'refused';
  /** Padlock: nobody between the two clients can read it. Apart from it, the lock: the way to the server is encrypted. */
  readonly hasPadlock: boolean;
}

const plain: EncryptionOutcome = { sending: 'plain', receiving: 'plain', hasPadlock: false };
const encrypted: EncryptionOutcome = { sending: 'encrypted', receiving: 'encrypted', hasPadlock: true };
const refused: EncryptionOutcome = { sending: 'refused', receiving: 'refused', hasPadlock: false };

/**
 * T9. Never in rooms. With both allowed, encryption is preferred, and somebody whose client cannot is written to and read in
 * plain, without the padlock. With neither allowed nothing could be said at all: taken as a slip, it counts as plain only.
 */
export function decideEncryption(
  { supportsAes, supportsPlain }: EncryptionPolicy,
  conversation: { readonly isRoom: boolean; readonly canRemote: boolean },
): EncryptionOutcome {
  if (conversation.isRoom || !supportsAes) return plain;
  if (conversation.canRemote) return encrypted;
  return supportsPlain ? plain : refused;
}
