import type { EffectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import {
  decideEncryption,
  type EncryptionOutcome,
  type EncryptionPolicy,
  plainPolicy,
} from '../../../shared/domain/im-encryption.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { occupantOf } from '../../../shared/domain/occupant-address.ts';
import type { ChatContext } from './chat-ports.ts';

/** The administrator's pair of policies (M12). */
export function encryptionPolicy(configuration: Pick<EffectiveConfiguration, 'isOn'>): EncryptionPolicy {
  return {
    supportsAes: configuration.isOn('Support_AES_Encoding_For_IM'),
    supportsPlain: configuration.isOn('Support_No_Encoding_For_IM'),
  };
}

/** What holds for a conversation. We have no client-to-client encryption to offer, so nobody can share it (decision 0017). */
export function encryptionOf(
  { encryption, view }: Pick<ChatContext, 'encryption' | 'view'>,
  id: ConversationId,
): EncryptionOutcome {
  const isRoom = view.get(id)?.kind === 'room' || occupantOf(id) !== undefined;
  const policy = encryption?.() ?? plainPolicy;
  return decideEncryption(policy, { isRoom, canRemote: false });
}
