const MOST_LINKS = 5;
const LONGEST_TEXT = 20_000;

/** Where meetings are held: what stands there goes before other links of an invitation. */
const MEETING =
  /webex\.com|teams\.(microsoft|live)\.com|zoom\.us|meet\.google\.com|meet\.jit\.si|gotomeet|whereby\.com|bluejeans|lync|sip:/i;

/** Web, SIP and telephone addresses in what an invitation says, those for joining first. Untrusted, only ever offered. */
export function joinLinks(...texts: readonly (string | undefined)[]): readonly string[] {
  const found = new Set<string>();
  for (const text of texts)
    for (const [link] of (text ?? '')
      .slice(0, LONGEST_TEXT)
      .matchAll(/\b(?:https:\/\/|sips?:|tel:)[^\s<>"'\\]{3,1000}/gi))
      found.add(link.replace(/[.,;:!?)\]}>]+$/, ''));
  const links = [...found].filter((link) => !link.startsWith('https:') || URL.canParse(link));
  const isMeeting = (link: string) => MEETING.test(link);
  return [...links.filter(isMeeting), ...links.filter((link) => !isMeeting(link))].slice(0, MOST_LINKS);
}
