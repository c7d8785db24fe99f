/** Sections of jabber-config.xml. */
export type ParameterSection =
  | 'Client'
  | 'Options'
  | 'Phone'
  | 'Policies'
  | 'Presence'
  | 'Voicemail'
  | 'Directory';

export type ParameterType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'text' };

/** One parameter as administrators know it. Names and defaults: cisco-uc 4. */
export interface Parameter {
  readonly name: string;
  readonly section: ParameterSection;
  readonly type: ParameterType;
  /** As it would be written; empty where there is none. */
  readonly defaultValue: string;
  /** The promise that it serves, where this version acts on it; absent: read, kept and shown only. */
  readonly requirement?: string;
}

type Draft = Omit<Parameter, 'section' | 'requirement'>;

export interface SectionDraft {
  /** Switches that are on unless configured otherwise. */
  readonly on?: readonly string[];
  readonly off?: readonly string[];
  readonly texts?: readonly string[];
  readonly others?: readonly Draft[];
}

export function parameters(section: ParameterSection, draft: SectionDraft): readonly Parameter[] {
  const { on = [], off = [], texts = [], others = [] } = draft;
  return [
    ...on.map((name) => toggle(name, 'true')),
    ...off.map((name) => toggle(name, 'false')),
    ...texts.map((name) => text(name)),
    ...others,
  ].map((each) => ({ ...each, section }));
}

function toggle(name: string, defaultValue: string): Draft {
  return { name, type: { kind: 'boolean' }, defaultValue };
}

export function text(name: string, defaultValue = ''): Draft {
  return { name, type: { kind: 'text' }, defaultValue };
}

export function integer(
  name: string,
  defaultValue: number | '',
  limits: { min?: number; max?: number } = {},
): Draft {
  return { name, type: { kind: 'integer', ...limits }, defaultValue: String(defaultValue) };
}

/** The first value is the default. */
export function choice(name: string, ...values: readonly [string, ...string[]]): Draft {
  return { name, type: { kind: 'choice', values }, defaultValue: values[0] };
}
