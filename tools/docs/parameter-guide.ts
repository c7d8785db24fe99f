import type { ParameterEffect } from './parameter-effects.ts';

/** A row of the table in `src/shared/deployment`, as far as the guide tells it. */
export interface GuideParameter {
  readonly name: string;
  readonly section: string;
  readonly type:
    | { readonly kind: 'boolean' | 'text' }
    | { readonly kind: 'integer'; readonly min?: number; readonly max?: number }
    | { readonly kind: 'choice'; readonly values: readonly string[] };
  readonly defaultValue: string;
  readonly requirement?: string;
}

const head = `# Configuration parameters

Every parameter of \`jabber-config.xml\` that Parlance knows. A value comes from the first of these that has one; a blank value falls through:
service profile (with its Jabber client configuration), group file, global file, built-in default. Values set by hand under Advanced settings, and
links that set Parlance up, are obeyed beside this table. System policies and the installer’s file are not read yet.

Names are found without regard to letter case, directory ones also with \`BDI\` or \`EDI\` before them. A value of the wrong type is reported with
its file and line and the default is used; unknown parameters are kept. What holds on a computer, and where it came from:
Connection status, tab Configuration.

<!-- Written by tools/docs from src/shared/deployment/parameters.ts; change the effects there, then: npm run unit -- tools/docs -u -->
`;

/** The page docs/admin/parameters.md. Throws when a parameter with a requirement has no written effect, or one without has. */
export function parameterGuide(
  parameters: readonly GuideParameter[],
  effects: Readonly<Record<string, ParameterEffect>>,
): string {
  const odd = [
    ...parameters.filter((each) => (each.requirement !== undefined) !== Object.hasOwn(effects, each.name)),
    ...Object.keys(effects).flatMap((name) =>
      parameters.some((each) => each.name === name) ? [] : { name },
    ),
  ].map(({ name }) => name);
  if (odd.length > 0) throw new Error(`written effects and parameters differ in ${odd.join(', ')}`);
  const effectRows = (isObeyed: boolean) =>
    parameters
      .filter(({ name }) => effects[name]?.isObeyed === isObeyed)
      .map(({ name, section, requirement, ...rest }) =>
        row(`\`${name}\``, section, shownDefault(rest), effects[name]?.text ?? '', requirement ?? ''),
      );
  const effectHead = [
    row('Parameter', 'Section', 'Default', 'In this version', 'Promise'),
    row(...Array(5).fill('---')),
  ];
  const known = parameters.filter(({ name }) => effects[name] === undefined);
  const sections = [...new Set(known.map(({ section }) => section))].flatMap((section) => [
    `### ${section}`,
    [
      row('Parameter', 'Values', 'Default'),
      row('---', '---', '---'),
      ...known
        .filter((each) => each.section === section)
        .map((each) => row(`\`${each.name}\``, shownType(each.type), shownDefault(each))),
    ].join('\n'),
  ]);
  const parts = [
    head,
    '## Obeyed',
    [...effectHead, ...effectRows(true)].join('\n'),
    '## Read, but something else decides',
    [...effectHead, ...effectRows(false)].join('\n'),
    `## Read and shown, without effect yet`,
    `These ${known.length} have no effect in this version; they are listed so that a file can be compared.`,
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
