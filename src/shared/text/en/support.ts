/** Help: problem report. */
export const support = {
  'report.open': 'Report a problem',
  'report.title': 'Report a problem',
  'report.intro':
    'Parlance collects its logs, the steps of the last sign-in, the settings in force and facts about recent calls. Passwords and messages are never in it; people and numbers bear other names.',
  'report.what': 'What went wrong?',
  'report.what-hint': 'What you did, what happened, and when. You can leave it empty.',
  'report.keep-servers': 'Keep the names and addresses of servers readable',
  'report.make': 'Collect',
  'report.collecting': 'Collecting…',
  'report.preview': 'This is everything that will be handed over. Open a file to read it.',
  'report.files': 'Files of the report',
  'report.bytes': '{{count}} bytes',
  'report.kilobytes': '{{count}} KB',
  'report.cut': 'Only the end of this file is shown.',
  'report.send': 'Send to {{host}}',
  'report.save': 'Save as a file',
  'report.back': 'Back',
  'report.cancel': 'Cancel',
  'report.done': 'Done',
  'report.sent': 'Sent to {{host}}.',
  'report.saved': 'Saved as {{name}}.',
  'report.outside':
    'It can’t be sent from outside the office: {{host}} is reached inside only. Save it and send it later.',
  'report.no-saving': 'Your organisation does not allow saving reports on this computer.',
} as const;
