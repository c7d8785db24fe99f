import type { ConfiguredValue } from '../../../shared/deployment/effective-configuration.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { ClientConfiguration } from '../../ports/configuration-files.port.ts';
import { isNamed, type XmlElement } from '../link/xml-document.ts';

/**
 * Reads jabber-config.xml (cisco-uc 4.1): root `config`, or one nested a level down; below it sections, below them
 * parameters. Everything is kept, known or not; of a block with elements of its own (custom tabs) only that it is there.
 */
export function readClientConfiguration(root: XmlElement): Result<ClientConfiguration> {
  const config = isNamed(root, 'config') ? root : root.children.find((each) => isNamed(each, 'config'));
  if (!config) return fail('config.malformed', {}, `line ${root.line}: no element "config"`);
  return ok({ values: config.children.flatMap(sectionValues) });
}

function sectionValues(section: XmlElement): readonly ConfiguredValue[] {
  return section.children.map(({ name, text, line, children }) => ({
    name,
    section: section.name,
    value: children.length === 0 ? text : `(${children.length} elements)`,
    line,
  }));
}
