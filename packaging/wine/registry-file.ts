/** The values below each key, as wine keeps them (`system.reg`, `user.reg`): key → name → text. Default values have the name ''. */
export type RegistryFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads texts; values of other types are left out. Keys are in small letters. */
export function parseRegistryFile(text: string): RegistryFile {
  const keys = new Map<string, Map<string, string>>();
  let values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key] = /^\[(.*)\]/.exec(line) ?? [];
    if (key !== undefined) {
      values = new Map();
      keys.set(unescaped(key).toLowerCase(), values);
    }
    const [, quoted, value] = /^(@|"(?:[^"\\]|\\.)*")=(?:str\(2\):)?"(.*)"$/.exec(line) ?? [];
    if (quoted !== undefined && value !== undefined)
      values.set(quoted === '@' ? '' : unescaped(quoted.slice(1, -1)), unescaped(value));
  }
  return keys;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
