/** The one from before where the new one differs from it in these fields at most, else the new one. */
export function sameBut<E extends object>(
  before: E | undefined,
  now: E | undefined,
  fields: readonly (keyof E)[],
): E | undefined {
  if (before === undefined || now === undefined) return now;
  const names = new Set([...Object.keys(before), ...Object.keys(now)] as (keyof E)[]);
  for (const name of names) if (before[name] !== now[name] && !fields.includes(name)) return now;
  return before;
}

/** Reads an entity again and again; gives the one from before for as long as only these fields differ. */
export function createSameBut<E extends object>(
  read: () => E | undefined,
  fields: readonly (keyof E)[],
): () => E | undefined {
  let kept: E | undefined;
  return () => {
    kept = sameBut(kept, read(), fields);
    return kept;
  };
}
