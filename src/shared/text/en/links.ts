/** What comes of links from other programs; their errors are with the other errors. */
export const links = {
  'links.provisioned': 'Set up for {{domain}}. It is used from the next sign-in on.',
  'links.waits': 'Sign in first. The link you clicked waits until then.',
  'links.programs': 'Links in other programs',
  'links.programs-help':
    'Which program opens numbers and addresses that you click in a browser or a mail. The choice is yours, and stays as it is until you change it.',
  'links.looking': 'Asking the system…',
  'links.no-program': 'No program',
  'links.make-default': 'Make default',
  'links.make-default-for': 'Make default for {{link}} links',
  'links.asked': 'Choose Parlance in the system’s settings, which have been opened.',
} as const;
