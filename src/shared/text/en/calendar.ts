/** Calendars and meetings. */
export const calendar = {
  'settings.page.calendar': 'Calendar',
  'settings.showMeetings': 'Show “In a meeting” from my calendars',
  'settings.showMeetings-help':
    'While your status is Automatic. Others see that you are in a meeting, not which. All-day entries do not count.',

  'calendar.title': 'My calendars',
  'calendar.none': 'No calendar is connected. Parlance only reads calendars, it never changes them.',
  'calendar.not-allowed': 'Your organisation has switched calendars off in Parlance.',
  'calendar.by-server':
    'Your company’s server reads your Exchange calendar and sets “In a meeting” itself. Parlance leaves that to it.',
  'calendar.add': 'Add a calendar',
  'calendar.remove': 'Remove the calendar at {{place}}',
  'calendar.refresh': 'Read now',
  'calendar.reading': 'Reading …',
  'calendar.read-at': 'Read at {{time}}',
  'calendar.kind': 'Kind of calendar',
  'calendar.kind.ics': 'Link or file (iCal: Google, Outlook on the web, any other)',
  'calendar.kind.caldav': 'CalDAV server',
  'calendar.kind.exchange': 'Exchange',
  'calendar.short.ics': 'iCal',
  'calendar.short.caldav': 'CalDAV',
  'calendar.short.exchange': 'Exchange',
  'calendar.address.ics': 'Address or file',
  'calendar.address.caldav': 'Server',
  'calendar.address.exchange': 'Mail address or server',
  'calendar.address-help.ics':
    'In Google Calendar: settings of the calendar, “Secret address in iCal format”. Keep it to yourself: whoever has it can read your calendar.',
  'calendar.address-help.caldav': 'Its name is usually enough: calendar.company.com.',
  'calendar.address-help.exchange': 'With a mail address Parlance finds the server.',
  'calendar.username': 'User name',
  'calendar.password': 'Password',
  'calendar.password-help': 'Kept encrypted on this computer, sent only to that server and only encrypted.',
  'calendar.save': 'Add',
  'calendar.trying': 'Reading the calendar …',
  'calendar.cancel': 'Cancel',
} as const;
