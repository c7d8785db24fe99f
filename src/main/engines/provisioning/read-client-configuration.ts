import type { ConfiguredValue } from '../../../shared/deployment/effective-configuration.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ClientConfiguration } from '../../ports/configuration-files.port.ts';
import { descendants, find, isNamed, type XmlElement } from '../link/xml-document.ts';

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

function sectionValues(section: XmlElement): readonly ConfiguredValue[] {
  return section.children.map((element) => ({
    name: element.name,
    section: section.name,
    value: valueOf(element),
    line: element.line,
  }));
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
    isRefreshed: page.attributes.get('refresh')?.toLowerCase() === 'true',
  }));
}
