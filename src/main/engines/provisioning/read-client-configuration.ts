import type { ConfiguredValue } from '../../../shared/deployment/effective-configuration.ts';
import { plainParameterName } from '../../../shared/deployment/parameter-names.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ClientConfiguration } from '../../ports/configuration-files.port.ts';
import { descendants, find, isNamed, parseXml, type XmlElement } from '../link/xml-document.ts';

/** One who made more has seen enough. */
const MOST_SLIPS = 20;

/**
 * The file as administrators write it: slips of the hand cost nothing but a line about them (A5). Document types and
 * files that are cut off are refused.
 */
export function parseClientConfiguration(bytes: Uint8Array): Result<ClientConfiguration> {
  const slips: string[] = [];
  const parsed = parseXml(bytes, (problem) => {
    if (slips.length < MOST_SLIPS && slips.at(-1) !== problem) slips.push(problem);
  });
  const read = parsed.ok ? readClientConfiguration(parsed.value) : parsed;
  if (!read.ok) return read;
  const all = [...slips, ...repeated(read.value)].slice(0, MOST_SLIPS);
  return ok(all.length === 0 ? read.value : { ...read.value, slips: all });
}

/** The first one counts, as everywhere. */
function repeated({ values }: ClientConfiguration): readonly string[] {
  const seen = new Map<string, ConfiguredValue>();
  return values.flatMap((each) => {
    const name = plainParameterName(each.name);
    const first = seen.get(name);
    if (!first) seen.set(name, each);
    const isOther = first !== undefined && first.value !== '' && first.value !== each.value;
    return isOther ? [`line ${each.line}: ${each.name} again; line ${first.line} counts`] : [];
  });
}

/**
 * Reads jabber-config.xml (cisco-uc 4.1): root `config`, or one nested a level down; below it sections, below them
 * parameters. Everything is kept, known or not; of the block of custom tabs its pages (cisco-uc 16.3), of others with elements
 * of their own only that they are there.
 */
export function readClientConfiguration(root: XmlElement): Result<ClientConfiguration> {
  const config = isNamed(root, 'config') ? root : root.children.find((each) => isNamed(each, 'config'));
  if (!config) return fail('config.malformed', {}, `line ${root.line}: no element "config"`);
  return ok({ values: config.children.flatMap(sectionValues) });
}

const SECTIONS = ['client', 'options', 'phone', 'policies', 'presence', 'voicemail', 'directory'];

/** A section inside another is what is left of one whose end is missing. */
function sectionValues(section: XmlElement): readonly ConfiguredValue[] {
  return section.children.flatMap((element) => {
    const { name, line, children } = element;
    const isSection = children.length > 0 && SECTIONS.some((each) => isNamed(element, each));
    return isSection
      ? sectionValues(element)
      : [{ name, section: section.name, value: valueOf(element), line }];
  });
}

function valueOf(element: XmlElement): string {
  if (isNamed(element, 'jabber-plugin-config')) return JSON.stringify(tabsIn(element));
  return element.children.length === 0 ? element.text : `(${element.children.length} elements)`;
}

/** As services/tabs reads it. */
function tabsIn(block: XmlElement) {
  return descendants(block, 'page').map((page) => ({
    title: find(page, 'tooltip')?.text ?? '',
    url: find(page, 'url')?.text ?? '',
    isRefreshed: isTrue(page.attributes.get('refresh')),
    isPreloaded: isTrue(page.attributes.get('preload')),
    icon: find(page, 'icon')?.text ?? '',
  }));
}

const isTrue = (word: string | undefined): boolean => word?.toLowerCase() === 'true';
