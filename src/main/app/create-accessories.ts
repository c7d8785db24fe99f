import type { MessageId } from '../../shared/domain/ids.ts';
import { fail, ok } from '../../shared/errors/result.ts';
import { createAccessoryDoor } from '../engines/accessories/create-accessory-door.ts';
import type { Handlers } from '../ports/handlers.port.ts';
import type { SettingsSource } from '../ports/settings-source.port.ts';
import type { AccessoryActions } from '../services/accessories/accessory-methods.ts';
import {
  type AccessoriesService,
  createAccessories as createService,
} from '../services/accessories/create-accessories.service.ts';
import type { Foundation } from './create-foundation.ts';
import { followCalls } from './follow-calls.ts';

export interface AccessoryParts {
  readonly settings: SettingsSource;
  readonly calls: { readonly handlers: Omit<AccessoryActions, 'sendMessage'> };
  readonly chat: { readonly handlers: Pick<Handlers, 'chat/open' | 'chat/send'> };
}

/** The door for other programs, joined to calls and chats as the window sees them. */
export function createAccessories(
  { host, storage, common, publication }: Foundation,
  { settings, calls, chat }: AccessoryParts,
): AccessoriesService {
  const service = createService({
    ...{ ...common, settings },
    door: createAccessoryDoor(),
    store: storage.profile,
    log: host.log.child('accessories'),
    actions: {
      ...calls.handlers,
      async sendMessage(to, body, context) {
        const opened = await chat.handlers['chat/open']({ address: to }, context);
        if (!opened.ok) return opened;
        const id = host.random.uuid() as MessageId;
        const sent = await chat.handlers['chat/send']({ ...opened.value, body, id }, context);
        return sent.ok ? ok() : fail(sent.error.code);
      },
    },
  });
  followCalls(publication, service.callChanged.bind(service));
  return service;
}
