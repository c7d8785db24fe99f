/** What typing a whole number or address means, without anybody being found. */
export type DirectAction = { readonly kind: 'call' | 'chat'; readonly target: string };

/** Digits with what people put between them, perhaps with a plus, a star or a hash. */
const number = /^[+*#]?[\d\s().\-/*#]{2,30}$/;
const address = /^[^\s@/]+@[^\s@/]+$/;

export function directActions(
  query: string,
  { hasPhone, hasChat }: { readonly hasPhone: boolean; readonly hasChat: boolean },
): readonly DirectAction[] {
  const typed = query.trim();
  const actions: DirectAction[] = [];
  if (hasPhone && number.test(typed) && /\d/.test(typed)) actions.push({ kind: 'call', target: typed });
  if (hasPhone && /^sips?:\S+$/i.test(typed)) actions.push({ kind: 'call', target: typed });
  if (hasChat && address.test(typed) && !/^sips?:/i.test(typed))
    actions.push({ kind: 'chat', target: typed });
  return actions;
}
