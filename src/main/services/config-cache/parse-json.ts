/** A stored text as JSON, to be checked with a schema; `undefined` for none and for a damaged one. */
export function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
