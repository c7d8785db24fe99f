/** Schemes of the links that Parlance opens (X1): registered by the installers, found on command lines, shown in the preferences. */
export const linkSchemes = [
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

export type LinkScheme = (typeof linkSchemes)[number];
