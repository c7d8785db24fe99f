import type { Pseudonyms } from '../../services/support/pseudonyms.ts';

/** Their values say what a server can do, and nothing of people. */
const OPEN_HEADERS = new Set(
  (
    'cseq content-type content-length max-forwards expires min-expires allow allow-events supported require unsupported ' +
    'event accept accept-encoding accept-language server user-agent subscription-state session-expires min-se date retry-after'
  ).split(' '),
);
const OPEN_ATTRIBUTES =
  /^a=(rtpmap|fmtp|ptime|maxptime|sendrecv|sendonly|recvonly|inactive|rtcp-mux|rtcp-fb|setup|mid|label|content)\b/;
const MAX_LETTERS = 65_536;

/** A SIP message with its shape: methods, codes, header and parameter names stay, values become pseudonyms. */
export function redactSip(
  text: string,
  names: Pseudonyms,
): {
  readonly start: string;
  readonly headers: readonly string[];
  readonly body?: readonly string[] | string;
} {
  const [head = '', ...rest] = text.slice(0, MAX_LETTERS).split('\r\n\r\n');
  const [first = '', ...lines] = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const body = rest.join('\r\n\r\n');
  const isSdp = lines.some((line) => /^(content-type|c)\s*:\s*application\/sdp/i.test(line));
  return {
    start: redactStart(first, names),
    headers: lines.map((line) => redactHeader(line, names)),
    ...(body !== '' && { body: isSdp ? redactSdp(body, names) : `${body.length} letters` }),
  };
}

function redactStart(line: string, names: Pseudonyms): string {
  // The words after the code are the server's own, and may name somebody.
  const [, status] = /^(SIP\/2\.0 \d{3})/.exec(line) ?? [];
  if (status !== undefined) return status;
  const [method = '', target = ''] = line.split(' ');
  return `${/^[A-Z]{3,12}$/.test(method) ? method : 'METHOD'} ${redactTokens(target, names)} SIP/2.0`;
}

function redactHeader(line: string, names: Pseudonyms): string {
  const at = line.indexOf(':');
  const name = line.slice(0, Math.max(at, 0)).trim();
  if (!/^[\w-]{1,60}$/.test(name)) return names.of(line);
  const value = line.slice(at + 1).trim();
  return `${name}: ${OPEN_HEADERS.has(name.toLowerCase()) ? value : redactTokens(value, names)}`;
}

/** Each word by itself; what stands before `=`, flags after `;` and the scheme in front are names of the protocol. */
function redactTokens(value: string, names: Pseudonyms): string {
  return value.replaceAll(/[\p{L}\p{N}_.+%~*!'/-]+/gu, (word, at: number) => {
    const isName =
      value[at + word.length] === '=' || (at > 0 && value[at - 1] === ';' && /^[a-z]{2,12}$/.test(word));
    const isScheme = /^(sips?|tel|Digest|Basic|SIP\/2\.0\/\w{2,5})$/.test(word);
    return isName || isScheme ? word : names.of(word);
  });
}

function redactSdp(body: string, names: Pseudonyms): readonly string[] {
  return body
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      if (/^[vtmb]=/.test(line) || OPEN_ATTRIBUTES.test(line)) return line;
      const [, key = '', value = line] = /^([a-z]=(?:[\w-]+:)?)(.*)$/.exec(line) ?? [];
      return (
        key +
        value
          .split(' ')
          .map((word) => names.of(word))
          .join(' ')
      );
    });
}
