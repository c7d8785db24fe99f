import { describe, expect, it } from 'vitest';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { createNavigation, toSection } from './navigation.ts';

const bob = 'bob@example.test' as ConversationId;

describe('navigation', () => {
  it('X7: with room for both, another section leaves the conversation open', () => {
    const navigation = createNavigation({ section: 'chats', conversationId: bob });
    navigation.go(toSection('calls', false));
    expect(navigation.get()).toEqual({ section: 'calls', conversationId: bob });
  });

  it('X7: in a narrow window another section shows its list, not the conversation', () => {
    const navigation = createNavigation({ section: 'chats', conversationId: bob });
    navigation.go(toSection('calls', true));
    expect(navigation.get()).toEqual({ section: 'calls', conversationId: undefined });
  });
});
