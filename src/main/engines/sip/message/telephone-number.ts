/**
 * The number of a telephone-subscriber (RFC 3966 section 3), without visual separators; undefined: it has no digits. A local
 * number whose context is the beginning of a global one gets that in front (section 5.1.5); a context that is a domain says
 * nothing that could be dialled.
 */
export function telephoneNumber(subscriber: string): string | undefined {
  const [first = '', ...parameters] = subscriber.slice(0, 300).split(';');
  const number = first.replace(/[^\d+*#A-Da-d]/g, '');
  if (!/[\d*#]/.test(number)) return undefined;
  const context = parameters
    .map((each) => /^\s*phone-context\s*=\s*"?(\+[\d\-.() ]+)/i.exec(each)?.[1])
    .find((each) => each !== undefined)
    ?.replace(/[^\d+]/g, '');
  return context === undefined || number.startsWith('+') ? number : `${context}${number}`;
}
