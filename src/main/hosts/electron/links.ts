/** Schemes Parlance registers for (X1); the installers' table repeats them until both come from one source. */
export const handledSchemes = [
  'xmpp',
  'im',
  'tel',
  'ciscotel',
  'sip',
  'sips',
  'ciscotelconf',
  'ciscoim',
  'callto',
  'clicktocall',
  'ciscojabber',
  'parlance',
] as const;

/** The links on a command line: an argument that begins with one of our schemes. Switches and file names are not. */
export function linksFrom(argv: readonly string[]): readonly string[] {
  return argv.filter((argument) => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(argument)?.[1]?.toLowerCase();
    return scheme !== undefined && (handledSchemes as readonly string[]).includes(scheme);
  });
}
