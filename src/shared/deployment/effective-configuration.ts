import type { Parameter, ParameterType } from './parameter.ts';
import { allParameters, findParameter } from './parameters.ts';

/** Where a value can come from, highest first (A4). */
export const configurationSources = [
  'manual',
  'policy',
  'profile',
  'group-file',
  'global-file',
  'link',
  'bootstrap',
] as const;
export type ConfigurationSource = (typeof configurationSources)[number];

/** A value as a source gave it. */
export interface ConfiguredValue {
  readonly name: string;
  /** The section it stood in; it may be the wrong one. */
  readonly section: string;
  readonly value: string;
  /** Line in its file, counted from 1. */
  readonly line?: number;
}

export type ConfiguredValues = Readonly<Partial<Record<ConfigurationSource, readonly ConfiguredValue[]>>>;

/** What holds for one parameter, and why. */
export interface EffectiveValue {
  readonly name: string;
  readonly section: string;
  readonly value: string;
  readonly source: ConfigurationSource | 'default';
  /** This version acts on it (S3). */
  readonly hasEffect: boolean;
  /** Why a given value was not used: parameter, what was wrong, line. Technical text for administrators. */
  readonly problem?: string;
}

export interface EffectiveConfiguration {
  /** Every known parameter, then the unknown ones as they were given. */
  readonly values: readonly EffectiveValue[];
  /** The value of a known parameter. */
  text(name: string): string;
  isOn(name: string): boolean;
  number(name: string): number | undefined;
}

/**
 * Decides every parameter: the highest source with a non-blank value wins, blanks fall through, and with none the default
 * holds (A4, T5). A value of the wrong type is reported and the default used (A5).
 */
export function effectiveConfiguration(given: ConfiguredValues): EffectiveConfiguration {
  const index = indexValues(given);
  const known = allParameters.map((parameter) => decide(parameter, index.get(parameter.name) ?? []));
  return readable([...known, ...unknownValues(given)]);
}

/** A configuration as it was kept, decided already; what the table has learnt since has its default. */
export function recalledConfiguration(
  kept: readonly { readonly name: string; readonly value: string; readonly source: string }[],
): EffectiveConfiguration {
  const values = configurationSources.map(
    (source) => [source, kept.filter((each) => each.source === source)] as const,
  );
  return effectiveConfiguration(
    Object.fromEntries(
      values.map(([source, each]) => [source, each.map((one) => ({ section: '', ...one }))]),
    ),
  );
}

function readable(values: readonly EffectiveValue[]): EffectiveConfiguration {
  const byName = new Map(values.map((each) => [each.name, each]));
  const text = (name: string): string => byName.get(findParameter(name)?.name ?? name)?.value ?? '';
  return {
    values,
    text,
    isOn: (name) => readBoolean(text(name)) === true,
    number: (name) => (text(name) === '' ? undefined : Number(text(name))),
  };
}

interface Sourced extends ConfiguredValue {
  readonly source: ConfigurationSource;
}

function sourced(given: ConfiguredValues): readonly Sourced[] {
  return configurationSources.flatMap((source) => (given[source] ?? []).map((each) => ({ ...each, source })));
}

/** Values by the parameter's proper name, the highest source first. */
function indexValues(given: ConfiguredValues): ReadonlyMap<string, readonly Sourced[]> {
  const index = new Map<string, Sourced[]>();
  for (const each of sourced(given)) {
    const name = findParameter(each.name)?.name;
    if (name === undefined || each.value.trim() === '') continue;
    const list = index.get(name) ?? [];
    list.push(each);
    index.set(name, list);
  }
  return index;
}

function decide(parameter: Parameter, candidates: readonly Sourced[]): EffectiveValue {
  const { name, section, defaultValue, effect } = parameter;
  const hasEffect = effect !== undefined;
  const [best] = candidates;
  if (!best) return { name, section, value: defaultValue, source: 'default', hasEffect };
  const read = readValue(parameter, best.value.trim());
  if ('value' in read) return { name, section, value: read.value, source: best.source, hasEffect };
  const place = best.line === undefined ? '' : `, line ${best.line}`;
  return {
    name,
    section,
    value: defaultValue,
    source: 'default',
    hasEffect,
    problem: `${name}: ${read.problem} (${best.source}${place})`,
  };
}

function readValue({ type }: Parameter, value: string): { value: string } | { problem: string } {
  switch (type.kind) {
    case 'boolean': {
      const read = readBoolean(value);
      return read === undefined ? { problem: 'not true or false' } : { value: String(read) };
    }
    case 'integer':
      return readInteger(value, type);
    case 'choice':
      return readChoice(value, type);
    case 'text':
      return { value };
  }
}

function readChoice(
  value: string,
  { values, synonyms = {} }: Extract<ParameterType, { kind: 'choice' }>,
): { value: string } | { problem: string } {
  const plain = value.toLowerCase();
  const word = Object.hasOwn(synonyms, plain) ? synonyms[plain] : undefined;
  const known = word ?? values.find((each) => each.toLowerCase() === plain);
  if (known === undefined) return { problem: `not one of ${values.join(', ')}` };
  return { value: known };
}

/** `true`, `True`, `TRUE`, `1`, and what people write besides. */
function readBoolean(value: string): boolean | undefined {
  if (/^(true|1|yes|on|enabled?)$/i.test(value)) return true;
  return /^(false|0|no|off|disabled?)$/i.test(value) ? false : undefined;
}

function readInteger(
  value: string,
  { min, max }: { readonly min?: number; readonly max?: number },
): { value: string } | { problem: string } {
  if (!/^[+-]?\d{1,15}$/.test(value)) return { problem: 'not a whole number' };
  const number = Number(value);
  if (min !== undefined && number < min) return { problem: `less than ${min}` };
  return max !== undefined && number > max ? { problem: `more than ${max}` } : { value: String(number) };
}

/** Kept and shown as they were given (A5); of one name the highest source. */
function unknownValues(given: ConfiguredValues): readonly EffectiveValue[] {
  const seen = new Map<string, EffectiveValue>();
  for (const { name, section, value, source } of sourced(given)) {
    if (findParameter(name) || seen.has(name)) continue;
    seen.set(name, {
      name,
      section,
      value,
      source,
      hasEffect: false,
      problem: `${name}: not known to this version`,
    });
  }
  return [...seen.values()];
}
