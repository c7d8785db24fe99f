/** What comes of links from other programs; their errors are with the other errors. */
export const links = {
  'links.provisioned': 'Set up for {{domain}}. It is used from the next sign-in on.',
  'links.waits': 'Sign in first. The link you clicked waits until then.',
} as const;
