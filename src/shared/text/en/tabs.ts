/** Pages of the organisation's beside the lists. */
export const tabs = {
  'tabs.from': 'A page of your organisation, from {{host}}',
} as const;
