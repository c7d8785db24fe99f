/** `14.1.0` is newer than `14.0.9`; a version with a suffix (`14.1.0-beta.2`) is older than the plain one, as in semver. */
export function isNewer(offered: string, installed: string): boolean {
  const [a, b] = [parts(offered), parts(installed)];
  if (!a || !b) return false;
  for (let index = 0; index < Math.max(a.numbers.length, b.numbers.length); index += 1) {
    const difference = (a.numbers[index] ?? 0) - (b.numbers[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  if (a.suffix === b.suffix) return false;
  return (
    a.suffix === '' || (b.suffix !== '' && a.suffix.localeCompare(b.suffix, 'en', { numeric: true }) > 0)
  );
}

function parts(
  version: string,
): { readonly numbers: readonly number[]; readonly suffix: string } | undefined {
  const read = /^v?(\d+(?:\.\d+){0,3})(?:-([0-9A-Za-z.-]+))?(?:\+\S*)?$/.exec(version.trim());
  if (!read?.[1]) return undefined;
  return { numbers: read[1].split('.').map(Number), suffix: read[2] ?? '' };
}
