import type { Random } from '../../../ports/random.port.ts';
import { hostPort, type SipFlow, viaName } from './sip-flow.ts';

/** An OPTIONS (RFC 3261 section 11.1) outside of any registration, and the answer to it. */
export interface AbilitiesQuestion {
  textFor(flow: SipFlow): string;
  /** The final status when `text` is the answer. */
  finalStatus(text: string): number | undefined;
}

/** `aor` is the address of record without its scheme, for From. No password is shown. */
export function abilitiesQuestion(random: Random, aor: string): AbilitiesQuestion {
  const callId = random.uuid();
  const token = (): string => Buffer.from(random.bytes(8)).toString('hex');
  const [tag, branch] = [token(), token()];
  return {
    textFor({ endpoint, transport, sentBy }) {
      const target = hostPort(endpoint.host, endpoint.port);
      return [
        `OPTIONS sip:${target} SIP/2.0`,
        `Via: SIP/2.0/${viaName(transport)} ${sentBy};branch=z9hG4bK${branch};rport`,
        'Max-Forwards: 70',
        `From: <sip:${aor}>;tag=${tag}`,
        `To: <sip:${target}>`,
        `Call-ID: ${callId}`,
        'CSeq: 1 OPTIONS',
        'Accept: application/sdp',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n');
    },
    finalStatus(text) {
      const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1]);
      return status >= 200 && text.includes(callId) ? status : undefined;
    },
  };
}
