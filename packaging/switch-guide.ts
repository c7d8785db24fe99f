import { reasonWithoutEffect } from '../src/shared/deployment/without-effect.ts';
import { settings } from '../src/shared/text/en/settings.ts';
import { type InstallerSwitch, switches, takes } from './switches.ts';

const head = `# Switches of the installers

What the MSI takes as properties, the EXE as words on its command line, the policy template as policies, the Mac's profile as keys. How to use them:
[installing](installing.md); what each parameter does: [parameters](parameters.md). A switch without an effect is written, read and shown under
Connection status with the reason given here.

<!-- Written by packaging/switch-guide.ts; change packaging/switches.ts, then: npm run unit -- packaging --update -->

| Switch | Takes | Sets | Effect |
|---|---|---|---|
| \`CLEAR\` | \`1\` | – | what an earlier installation wrote is replaced; at an uninstallation it is removed |
`;

/** The page docs/admin/switches.md. */
export function switchGuide(): string {
  return `${head}${switches.map(row).join('\n')}\n`;
}

function withoutEffect(name: string): string {
  const reason = reasonWithoutEffect(name);
  return reason === undefined ? '' : settings[`connection.no-effect.${reason}`];
}

function row({ name, parameter }: InstallerSwitch): string {
  const effect =
    name === 'CLICK2X'
      ? '`DISABLE`: the installer registers no link schemes'
      : parameter.effect
        ? 'yes'
        : withoutEffect(parameter.name);
  return `| \`${name}\` | ${takes(parameter.type)} | \`${parameter.name}\` | ${effect} |`;
}
