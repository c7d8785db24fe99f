/** Waiting for people, and keeping them away. */
export const people = {
  'people.alert': 'Tell me when available',
  'people.no-alert': 'Do not tell me when available',
  'people.is-available': '{{name}} is available now.',
  'people.block': 'Block',
  'people.unblock': 'Unblock',
  'people.blocked': 'Blocked: their messages do not reach you, and they see you as offline.',
} as const;
