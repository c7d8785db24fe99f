/** As much of a dropped thing as is looked at. */
interface DroppedItem {
  readonly kind: string;
  webkitGetAsEntry(): { readonly isDirectory: boolean; readonly name: string } | null;
}

/** The names of the folders among what is dropped. A browser hands them over as files that can't be read. To be asked during the event. */
export function foldersOf(items: Iterable<DroppedItem>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const item of items) {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    if (entry?.isDirectory) names.add(entry.name);
  }
  return names;
}
