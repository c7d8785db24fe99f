import type { ConfiguredValue } from '../../../shared/deployment/effective-configuration.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ClientConfiguration } from '../../ports/configuration-files.port.ts';
import { isNamed, type XmlElement } from '../link/xml-document.ts';

/**
 * Reads jabber-config.xml (cisco-uc 4.1): root `config`, or one nested a level down; below it sections, below them
 * parameters. Everything is kept, known or not; blocks with elements of their own (custom tabs) are left out here.
 */
export function readClientConfiguration(root: XmlElement): Result<ClientConfiguration> {
  const config = isNamed(root, 'config') ? root : root.children.find((each) => isNamed(each, 'config'));
  if (!config) return fail('config.malformed', {}, `line ${root.line}: no element "config"`);
  return ok({ values: config.children.flatMap(sectionValues) });
}

function sectionValues(section: XmlElement): readonly ConfiguredValue[] {
  return section.children
    .filter(({ children }) => children.length === 0)
    .map(({ name, text, line }) => ({ name, section: section.name, value: text, line }));
}
