/** Sections of jabber-config.xml, and `Installer` for switches of the installer and keys of links that have no twin there. */
export type ParameterSection =
  | 'Client'
  | 'Options'
  | 'Phone'
  | 'Policies'
  | 'Presence'
  | 'Voicemail'
  | 'Directory'
  | 'Installer';

export type ParameterType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly min?: number; readonly max?: number }
  | {
      readonly kind: 'choice';
      readonly values: readonly string[];
      /** Other words in use for them, in small letters: the installer's, older releases'. */
      readonly synonyms?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'text' };

/** One parameter as administrators know it. Names and defaults: cisco-uc 4. */
export interface Parameter {
  readonly name: string;
  readonly section: ParameterSection;
  readonly type: ParameterType;
  /** As it would be written; empty where there is none. */
  readonly defaultValue: string;
  /** Where this version acts on it; absent: read, kept and shown only. */
  readonly effect?: ParameterEffect;
}

export interface ParameterEffect {
  /** The promise that it serves. */
  readonly requirement: string;
  /** The file below `src` that obeys it. */
  readonly obeyedBy: string;
}

type Draft = Omit<Parameter, 'section' | 'effect'>;

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

/** A choice that other words stand for too. */
export function choiceWith(
  given: Pick<Extract<ParameterType, { kind: 'choice' }>, 'synonyms'>,
  name: string,
  ...values: readonly [string, ...string[]]
): Draft {
  return { name, type: { kind: 'choice', values, ...given }, defaultValue: values[0] };
}

/** One of some words, or nothing. */
export function option(name: string, ...values: readonly string[]): Draft {
  return { name, type: { kind: 'choice', values }, defaultValue: '' };
}
