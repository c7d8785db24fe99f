import { linkSchemes } from '../../../shared/domain/link-schemes.ts';

/** The links on a command line: an argument that begins with one of our schemes. Switches and file names are not. */
export function linksFrom(argv: readonly string[]): readonly string[] {
  return argv.filter((argument) => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(argument)?.[1]?.toLowerCase();
    return scheme !== undefined && (linkSchemes as readonly string[]).includes(scheme);
  });
}
