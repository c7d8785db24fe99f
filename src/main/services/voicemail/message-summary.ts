/** What a phone's server says of the mailbox. Counts are absent where it only says yes or no. */
export interface MessageSummary {
  readonly isWaiting: boolean;
  readonly fresh?: number;
  readonly old?: number;
}

const MOST = 99_999;

/**
 * The body of a message-summary note (RFC 3842 section 5.2); undefined when it says nothing of messages. Cisco leaves the
 * urgent counts out (cisco-uc 12.9), others write them in brackets; both are read. Fax and other kinds are not voicemail.
 */
export function readMessageSummary(body: string): MessageSummary | undefined {
  const lines = body.slice(0, 4_000).split(/\r?\n/);
  const value = (name: RegExp): string | undefined =>
    lines.map((line) => name.exec(line)?.[1]).find((each) => each !== undefined);
  const waiting = value(/^\s*Messages-Waiting\s*:\s*(yes|no)\s*$/i);
  const counts = value(/^\s*Voice-Message\s*:\s*(\d{1,9}\s*\/\s*\d{1,9})/i)
    ?.split('/')
    .map(Number);
  if (waiting === undefined && counts === undefined) return undefined;
  const [fresh, old] = counts ?? [];
  return {
    isWaiting: waiting === undefined ? (fresh ?? 0) > 0 : waiting.toLowerCase() === 'yes',
    ...(fresh !== undefined && { fresh: Math.min(fresh, MOST) }),
    ...(old !== undefined && { old: Math.min(old, MOST) }),
  };
}

/** The same as Unified CM says it of a line (cisco-uc 13.2). */
export function summaryOf(line: {
  readonly hasMessages?: boolean;
  readonly messages?: { readonly fresh: number; readonly old: number };
}): MessageSummary {
  const { hasMessages, messages } = line;
  return {
    isWaiting: hasMessages ?? (messages?.fresh ?? 0) > 0,
    ...(messages && { fresh: messages.fresh, old: messages.old }),
  };
}
