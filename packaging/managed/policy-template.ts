import { product } from '../product.ts';
import { type InstallerSwitch, switches } from '../switches.ts';
import { escaped, plainTakes } from './mobile-config.ts';

const KEY = `SOFTWARE\\Policies\\${product.name}`;

/** Windows' group policies (A4): the template and its English words, by file name. One policy a switch, for computers and people. */
export function admxFiles(): Readonly<Record<string, string>> {
  return {
    [`${product.name}.admx`]: admx(),
    [`en-US/${product.name}.adml`]: adml(),
  };
}

function admx(): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="parlance" namespace="${product.manufacturer}.Policies.${product.name}"/>
    <using prefix="windows" namespace="Microsoft.Policies.Windows"/>
  </policyNamespaces>
  <resources minRequiredRevision="1.0"/>
  <categories>
    <category name="${product.name}" displayName="$(string.${product.name})"/>
  </categories>
  <policies>
${switches.map(policy).join('\n')}
  </policies>
</policyDefinitions>
`;
}

/** Values are texts: a choice or a truth value is a drop-down list. */
function policy({ name, parameter }: InstallerSwitch): string {
  const values = valuesOf(parameter.type);
  const element =
    values === undefined
      ? `<text id="${name}_value" valueName="${name}" required="true"/>`
      : `<enum id="${name}_value" valueName="${name}" required="true">${values
          .map(
            (value) =>
              `<item displayName="$(string.${valueId(name, value)})"><value><string>${escaped(value)}</string></value></item>`,
          )
          .join('')}</enum>`;
  return `    <policy name="${name}" class="Both" displayName="$(string.${name})" explainText="$(string.${name}_help)" presentation="$(presentation.${name})" key="${KEY}">
      <parentCategory ref="${product.name}"/>
      <supportedOn ref="windows:SUPPORTED_Windows_10_0"/>
      <elements>${element}</elements>
    </policy>`;
}

function adml(): string {
  const words = switches.flatMap(({ name, parameter }) => [
    `<string id="${name}">${name}</string>`,
    `<string id="${name}_help">Takes ${escaped(plainTakes(parameter.type))}. Decides ${parameter.name} before any file of the server.</string>`,
    ...(valuesOf(parameter.type) ?? []).map(
      (value) => `<string id="${valueId(name, value)}">${escaped(value)}</string>`,
    ),
  ]);
  const forms = switches.map(({ name, parameter }) => {
    const field =
      valuesOf(parameter.type) === undefined
        ? `<textBox refId="${name}_value"><label>${name}</label></textBox>`
        : `<dropdownList refId="${name}_value" noSort="true">${name}</dropdownList>`;
    return `<presentation id="${name}">${field}</presentation>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <displayName>${product.name}</displayName>
  <description>${product.description}</description>
  <resources>
    <stringTable>
      <string id="${product.name}">${product.name}</string>
      ${words.join('\n      ')}
    </stringTable>
    <presentationTable>
      ${forms.join('\n      ')}
    </presentationTable>
  </resources>
</policyDefinitionResources>
`;
}

function valuesOf(type: InstallerSwitch['parameter']['type']): readonly string[] | undefined {
  if (type.kind === 'boolean') return ['true', 'false'];
  return type.kind === 'choice' ? type.values : undefined;
}

function valueId(name: string, value: string): string {
  return `${name}_${value.replaceAll(/\W/g, '_')}`;
}
