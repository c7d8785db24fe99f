/** A row of the table in `src/shared/deployment`, as far as the guide tells it. */
export interface GuideParameter {
  readonly name: string;
  readonly section: string;
  readonly type:
    | { readonly kind: 'boolean' | 'text' }
    | { readonly kind: 'integer'; readonly min?: number; readonly max?: number }
    | { readonly kind: 'choice'; readonly values: readonly string[] };
  readonly defaultValue: string;
  readonly effect?: { readonly requirement: string; readonly obeyedBy: string };
  /** Why it has none. */
  readonly reason?: string;
}

const head = `# Configuration parameters

Every parameter that Parlance knows: those of \`jabber-config.xml\`, and the installer’s switches. A value comes from the first of these
that has one; a blank value falls through, so a parameter that is blank in profile and file has its default:

1. set by hand, under Advanced settings (\`manual\`)
2. the operating system’s policy (\`policy\`)
3. the service profile, with its Jabber Client Configuration service (\`profile\`)
4. the group file: named by \`configurationfile=\` in the device’s Cisco Support Field, or by \`TFTP_FILE_NAME\` (\`group-file\`)
5. the global file \`jabber-config.xml\` (\`global-file\`)
6. a link that set Parlance up (\`link\`)
7. the installer’s file (\`bootstrap\`)
8. the built-in default (\`default\`)

Names are found without regard to letter case and underscores, directory ones also with \`BDI\` or \`EDI\` before them. The installer’s short
switches stand for their twins: \`CUP_ADDRESS\` for \`PresenceServerAddress\`, \`TFTP\` for \`TftpServer1\`, \`CCMCIP\` for \`CcmcipServer1\`,
\`CTI\` for \`CtiServer1\`, \`EXCLUDED_SERVICES\` for \`ServiceDiscoveryExcludedServices\`, \`SSO_EMAIL_PROMPT\` for
\`ServicesDomainSsoEmailPrompt\`. A value of the wrong type is reported with its file and line and the default is used; unknown parameters are
kept and shown. What holds on a computer, where it came from and what has no effect: Connection status, tab Configuration.

<!-- Written by tools/docs from src/shared/deployment/parameters.ts; change the effects there, then: npm run unit -- tools/docs -u -->
`;

/** The page docs/admin/parameters.md. Throws when a parameter with a requirement has no written effect, or one without has. */
export function parameterGuide(
  parameters: readonly GuideParameter[],
  effects: Readonly<Record<string, string>>,
  ownDefaults: Readonly<Record<string, { readonly instead: string; readonly why: string }>> = {},
): string {
  const odd = [
    ...parameters.filter((each) => (each.effect !== undefined) !== Object.hasOwn(effects, each.name)),
    ...Object.keys(effects).flatMap((name) =>
      parameters.some((each) => each.name === name) ? [] : { name },
    ),
  ].map(({ name }) => name);
  if (odd.length > 0) throw new Error(`written effects and parameters differ in ${odd.join(', ')}`);
  const obeyed = parameters.flatMap(({ name, section, effect, ...rest }) =>
    effect
      ? row(
          `\`${name}\``,
          section,
          shownDefault(rest),
          effects[name] ?? '',
          effect.requirement,
          effect.obeyedBy,
        )
      : [],
  );
  const obeyedHead = [
    row('Parameter', 'Section', 'Default', 'What it does', 'Promise', 'In `src`'),
    row(...Array(6).fill('---')),
  ];
  const known = parameters.filter(({ name }) => effects[name] === undefined);
  const sections = [...new Set(known.map(({ section }) => section))].flatMap((section) => [
    `### ${section}`,
    [
      row('Parameter', 'Values', 'Default', 'Why'),
      row('---', '---', '---', '---'),
      ...known
        .filter((each) => each.section === section)
        .map((each) => row(`\`${each.name}\``, shownType(each.type), shownDefault(each), each.reason ?? '')),
    ].join('\n'),
  ]);
  const parts = [
    head,
    '## Obeyed',
    [...obeyedHead, ...obeyed].join('\n'),
    '## Other defaults than Jabber’s',
    'With nothing written Parlance does something else here. The documented default counts as soon as it is written down.',
    [
      row('Parameter', 'Documented default', 'Parlance', 'Why'),
      row(...Array(4).fill('---')),
      ...Object.entries(ownDefaults).map(([name, { instead, why }]) =>
        row(
          `\`${name}\``,
          `\`${parameters.find((each) => each.name === name)?.defaultValue ?? ''}\``,
          instead,
          why,
        ),
      ),
    ].join('\n'),
    `## Read and shown, without effect`,
    `These ${known.length} have no effect in this version, each for the reason beside it; the same words stand under Connection status.`,
    ...sections,
  ];
  return `${parts.join('\n\n').replaceAll(/\n{3,}/g, '\n\n')}\n`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function shownType(type: GuideParameter['type']): string {
  switch (type.kind) {
    case 'boolean':
      return 'true, false';
    case 'text':
      return 'text';
    case 'choice':
      return type.values.join(', ');
    case 'integer': {
      const { min, max } = type;
      if (min !== undefined && max !== undefined) return `${min}–${max}`;
      return min === undefined ? 'number' : `${min} or more`;
    }
  }
}

function shownDefault({ defaultValue }: Pick<GuideParameter, 'defaultValue'>): string {
  return defaultValue === '' ? '' : `\`${defaultValue}\``;
}
