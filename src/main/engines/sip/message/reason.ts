/** Values of Reason headers (RFC 3326). */
interface Reason {
  readonly protocol: string;
  readonly cause: number;
  readonly text: string;
}

function readReasons(values: readonly string[]): Reason[] {
  return values
    .flatMap((value) => splitOutsideQuotes(value.slice(0, 2048)))
    .flatMap((value) => {
      const protocol = /^\s*([\w.-]+)/.exec(value)?.[1];
      if (protocol === undefined) return [];
      const cause = Number(/;\s*cause\s*=\s*(\d{1,3})/i.exec(value)?.[1] ?? 0);
      return [
        {
          protocol: protocol.toUpperCase(),
          cause,
          text: /;\s*text\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(value)?.[1] ?? '',
        },
      ];
    });
}

const splitOutsideQuotes = (value: string): string[] => value.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];

/** The call rang here and was taken by another device: `SIP;cause=200` (RFC 3326 section 3.1) or Q.850 cause 26. */
export function isAnsweredElsewhere(values: readonly string[]): boolean {
  return readReasons(values).some(
    ({ protocol, cause, text }) =>
      (protocol === 'SIP' && cause === 200) ||
      (protocol === 'Q.850' && cause === 26) ||
      /completed elsewhere/i.test(text),
  );
}

/** The Q.850 cause a message gives, if any. */
export function q850Cause(values: readonly string[]): number | undefined {
  return readReasons(values).find(({ protocol }) => protocol === 'Q.850')?.cause;
}
