import { chooseChallenge } from './choose-challenge.ts';
import { repairAddress, repairAddresses } from './repair-address.ts';
import { headerLines, scanHead } from './scan-head.ts';

/**
 * Makes a message that is right, or only a little wrong, readable for the grammar behind, which drops whole messages:
 * a status line without its reason, addresses it can't read, several challenges, Refer-To and Contacts that aren't SIP (a redirection to `tel:`), a ringing INVITE without Contact.
 */
export function repairIncoming(text: string, hasToken = false): string {
  return withContact(
    withReferTo(onlySipContacts(chooseChallenge(repairAddresses(withReason(text)), hasToken))),
  );
}

/** The reason may be empty, the blank before it not (RFC 3261 section 7.2); some leave that out too. */
const withReason = (text: string): string => text.replace(/^(SIP\/2\.0 \d{3})(?=\r\n)/i, '$1 ');

/** A Refer-To that isn't SIP: Unified CM names the body's part by `cid:` (cisco-uc 13). It leads nowhere, and the body counts. */
function withReferTo(text: string): string {
  const line = [...headerLines(text)].find(({ name }) => name === 'refer-to');
  if (!line || /^(?:[^<]*<)?\s*sips?:/i.test(line.value)) return text;
  return `${text.slice(0, line.start)}Refer-To: <sip:elsewhere.invalid>\r\n${text.slice(line.end)}`;
}

function onlySipContacts(text: string): string {
  let result = text;
  for (const line of [...headerLines(text)].filter(({ name }) => name === 'contact').toReversed()) {
    const entries = line.value.match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+/g) ?? [];
    const usable = entries
      .filter((entry) => /(?:^|<)\s*sips?:/i.test(entry.replace(/"(?:[^"\\]|\\.)*"/, '').trim()))
      .map((entry) => entry.trim())
      .map((entry) => (entry.includes('<') ? repairAddress(entry) : entry));
    const isRight = entries.every((entry, index) => entry.trim() === usable[index]);
    if (isRight) continue;
    const replacement = usable.length === 0 ? '' : `Contact: ${usable.join(', ')}\r\n`;
    result = result.slice(0, line.start) + replacement + result.slice(line.end);
  }
  return result;
}

/**
 * What makes a dialog should say where it goes (RFC 3261 section 12.1.1). Some servers leave that to the 200, old phones
 * leave it out, and gateways say `tel:`: the sender's own URI stands in, which the server before us knows the way to.
 */
function withContact(text: string): string {
  const head = scanHead(text);
  const isDialog =
    head?.method === 'INVITE' && (head.kind === 'request' || (head.status > 100 && head.status < 300));
  if (!isDialog) return text;
  const lines = [...headerLines(text)];
  const sender = lines.find(({ name }) => name === (head.kind === 'request' ? 'from' : 'to'));
  const uri = /sips?:[^;>?\s]+/i.exec(sender?.value ?? '')?.[0];
  if (!sender || uri === undefined || lines.some(({ name }) => name === 'contact')) return text;
  return `${text.slice(0, sender.start)}Contact: <${uri}>\r\n${text.slice(sender.start)}`;
}
