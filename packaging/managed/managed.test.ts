import { describe, expect, it } from 'vitest';
import { switches } from '../switches.ts';
import { mobileConfig } from './mobile-config.ts';
import { admxFiles } from './policy-template.ts';

/** Names of elements that are open where the text ends or closed twice: none in XML that is well formed. */
function unbalanced(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name = '', own] of xml
    .replaceAll(/<[?!][^>]*>/g, '')
    .matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>/g)) {
    if (own === '/') continue;
    if (closing !== '/') open.push(name);
    else if (open.pop() !== name) return [name];
  }
  return open;
}

describe('what management forces', () => {
  it('S1: a Mac’s profile holds the given values as texts, and names every other switch', () => {
    const profile = mobileConfig({ SERVICES_DOMAIN: 'a&b.example', UPN_DISCOVERY_ENABLED: 'false' });
    expect(unbalanced(profile)).toEqual([]);
    expect(profile).toContain('<key>SERVICES_DOMAIN</key>\n            <string>a&amp;b.example</string>');
    expect(profile).toContain('<string>org.parlance.desktop</string>');
    for (const { name } of switches) expect(profile).toContain(name);
  });

  it('S1 S3: the policy template has a policy for each switch, every text it names, and values below the key that is read', () => {
    const files = admxFiles();
    const [template = '', words = ''] = [files['Parlance.admx'], files['en-US/Parlance.adml']];
    expect([unbalanced(template), unbalanced(words)]).toEqual([[], []]);
    expect(template.match(/<policy /g)).toHaveLength(switches.length);
    for (const [, id] of template.matchAll(/\$\(string\.(\w+)\)/g))
      expect(words).toContain(`<string id="${id}">`);
    for (const [, id] of template.matchAll(/\$\(presentation\.(\w+)\)/g))
      expect(words).toContain(`<presentation id="${id}">`);
    expect(new Set(Array.from(template.matchAll(/ key="([^"]+)"/g), ([, key]) => key))).toEqual(
      new Set(['SOFTWARE\\Policies\\Parlance']),
    );
  });
});
