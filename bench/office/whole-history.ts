import type { ContractClient } from '../../src/shared/contract/client.ts';
import type { ConversationId } from '../../src/shared/domain/ids.ts';
import { unwrap } from '../../src/shared/errors/result.ts';

/** The texts of a conversation, page by page from its end. */
export async function wholeHistory(
  control: ContractClient,
  conversationId: ConversationId,
): Promise<readonly string[]> {
  const bodies: string[] = [];
  let before: number | undefined;
  for (let hasOlder = true; hasOlder; ) {
    const page = unwrap(
      await control.call('chat/history', {
        conversationId,
        limit: 200,
        ...(before !== undefined && { before }),
      }),
    );
    bodies.push(...page.messages.map(({ body }) => body));
    before = page.messages[0]?.order;
    hasOlder = page.hasOlder && before !== undefined;
  }
  return bodies;
}
