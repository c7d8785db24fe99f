import type { ParameterType } from '../../src/shared/deployment/parameter.ts';
import { stableGuid } from '../msi/payload.ts';
import { product } from '../product.ts';
import { switches } from '../switches.ts';

/**
 * A Mac's configuration profile that forces preferences of Parlance (A4): the given switches, the others as comments with what
 * they take. Values are texts, whatever they mean.
 */
export function mobileConfig(values: Readonly<Record<string, string>>): string {
  const uuid = (name: string) => stableGuid(name).slice(1, -1);
  const rows = switches.map(({ name, parameter }) => {
    const value = values[name];
    return value === undefined
      ? `            <!-- ${name}: ${plainTakes(parameter.type)} -->`
      : `            <key>${name}</key>\n            <string>${escaped(value)}</string>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>PayloadContent</key>
    <array>
        <dict>
            <key>PayloadType</key>
            <string>${product.appId}</string>
            <key>PayloadVersion</key>
            <integer>1</integer>
            <key>PayloadIdentifier</key>
            <string>${product.appId}.preferences</string>
            <key>PayloadUUID</key>
            <string>${uuid('profile payload')}</string>
            <key>PayloadDisplayName</key>
            <string>${product.name}</string>
${rows.join('\n')}
        </dict>
    </array>
    <key>PayloadType</key>
    <string>Configuration</string>
    <key>PayloadVersion</key>
    <integer>1</integer>
    <key>PayloadIdentifier</key>
    <string>${product.appId}.profile</string>
    <key>PayloadUUID</key>
    <string>${uuid('profile')}</string>
    <key>PayloadDisplayName</key>
    <string>${product.name}</string>
    <key>PayloadScope</key>
    <string>System</string>
</dict>
</plist>
`;
}

export function plainTakes(type: ParameterType): string {
  switch (type.kind) {
    case 'boolean':
      return 'true or false';
    case 'choice':
      return type.values.join(', ');
    case 'integer':
      return 'a number';
    case 'text':
      return 'text';
  }
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
