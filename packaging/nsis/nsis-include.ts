import { linkSchemes } from '../../src/shared/domain/link-schemes.ts';
import { product } from '../product.ts';
import { CLEAR, switches } from '../switches.ts';
import { linkRegistry, openCommand, ownKeys } from '../windows/registry.ts';

/**
 * What the EXE does besides electron-builder's template (S1, X4), as macros that the template calls: switches into the
 * installer's file, link schemes into the registry of the person or of everybody, both taken away again.
 * `isForTests`: does not look for the running program, which needs tools that wine lacks.
 */
export function nsisInclude({ isForTests }: { readonly isForTests: boolean }): string {
  const lines = [
    '; Written by packaging/nsis/nsis-include.ts.',
    '!include "WordFunc.nsh"',
    ...(isForTests ? ['!macro customCheckAppRunning', '!macroend'] : []),
    '!macro customHeader',
    ...indented(findSwitch('')),
    ...indented(findSwitch('un.')),
    '!macroend',
    '!macro customInit',
    ...indented(refuseDowngrade),
    '!macroend',
    '!macro customInstall',
    ...indented([...writeBootstrap(), ...registerLinks()]),
    '!macroend',
    '!macro customUnInstall',
    ...indented(removeAll()),
    '!macroend',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

/** A word of the script: quoted, with what the script's language would read as its own escaped. */
function quoted(text: string): string {
  return `"${text.replaceAll('$', '$$$$').replaceAll('"', '$\\"')}"`;
}

/**
 * `NAME=value`, `/NAME=value` or `-NAME=value` of the command line, whatever the letters' case; name on the stack in, value and
 * then "1" or "0" on it out. Split by the system: the template's own splitter cuts addresses and quoted paths.
 */
function findSwitch(prefix: '' | 'un.'): readonly string[] {
  return [
    `!ifdef BUILD_UNINSTALLER`,
    `!define /redef PARLANCE_WANTED "un."`,
    `!else`,
    `!define /redef PARLANCE_WANTED ""`,
    `!endif`,
    `!if "\${PARLANCE_WANTED}" == "${prefix}"`,
    `Function ${prefix}ParlanceSwitch`,
    '  Exch $0',
    ...['$1', '$2', '$3', '$4', '$5', '$6', '$7'].map((register) => `  Push ${register}`),
    '  StrCpy $5 "0"',
    '  StrCpy $6 ""',
    "  System::Call 'kernel32::GetCommandLineW() p.r1'",
    "  System::Call 'shell32::CommandLineToArgvW(p r1, *i .r2) p.r1'",
    '  StrCpy $3 0',
    '  ${While} $3 < $2',
    "    System::Call '*$1(w .r4)'",
    '    StrCpy $7 $4 1',
    '    ${If} $7 == "/"',
    '    ${OrIf} $7 == "-"',
    '      StrCpy $4 $4 "" 1',
    '    ${EndIf}',
    '    StrLen $7 "$0="',
    '    Push $8',
    '    StrCpy $8 $4 $7',
    '    ${If} $8 == "$0="',
    '      StrCpy $6 $4 "" $7',
    '      StrCpy $5 "1"',
    '    ${EndIf}',
    '    Pop $8',
    '    IntPtrOp $1 $1 + ${NSIS_PTR_SIZE}',
    '    IntOp $3 $3 + 1',
    '  ${EndWhile}',
    '  StrCpy $0 $6',
    '  StrCpy $1 $5',
    // The found value goes where the name was, the answer above it.
    '  Pop $7',
    '  Pop $6',
    '  Pop $5',
    '  Pop $4',
    '  Pop $3',
    '  Pop $2',
    '  Exch $1',
    '  Exch',
    '  Exch $0',
    '  Exch',
    'FunctionEnd',
    '!endif',
  ];
}

/** Into `$R9`; `$R8` says "1" when it is there. */
function look(name: string, prefix: '' | 'un.' = ''): readonly string[] {
  return [`Push "${name}"`, `Call ${prefix}ParlanceSwitch`, 'Pop $R8', 'Pop $R9'];
}

const refuseDowngrade: readonly string[] = [
  'ReadRegStr $R9 SHELL_CONTEXT "${UNINSTALL_REGISTRY_KEY}" DisplayVersion',
  '${If} $R9 != ""',
  '  ${VersionCompare} "$R9" "${VERSION}" $R8',
  '  ${If} $R8 == 1',
  `    MessageBox MB_OK|MB_ICONSTOP "A later version of ${product.name} ($R9) is installed." /SD IDOK`,
  '    SetErrorLevel 67',
  '    Quit',
  '  ${EndIf}',
  '${EndIf}',
];

const FILE = `$R7\\${product.bootstrapFile}`;
/** The same place in every mode: the reader knows one. */
const findFolder = ['SetShellVarContext all', `StrCpy $R7 "$APPDATA\\${product.name}"`];
const backToMode = ['${If} $installMode != "all"', '  SetShellVarContext current', '${EndIf}'];

function writeBootstrap(): readonly string[] {
  const write = (name: string) => [
    ...look(name),
    '${If} $R8 == "1"',
    '  CreateDirectory "$R7"',
    `  WriteINIStr "${FILE}" "Bootstrap" "${name}" "$R9"`,
    '${EndIf}',
  ];
  return [
    ...findFolder,
    ...look(CLEAR),
    '${If} $R9 == "1"',
    `  Delete "${FILE}"`,
    '${EndIf}',
    `\${IfNot} \${FileExists} "${FILE}"`,
    ...indented([...switches.map(({ name }) => name), CLEAR].flatMap(write)),
    '${EndIf}',
    ...backToMode,
  ];
}

/** An update keeps what CLICK2X said at the installation. */
function registerLinks(): readonly string[] {
  const executable = `$INSTDIR\\${product.executable}.exe`;
  return [
    ...look('CLICK2X'),
    '${If} $R8 != "1"',
    `  ReadRegStr $R9 SHELL_CONTEXT "Software\\${product.name}" "Links"`,
    '${EndIf}',
    '${If} $R9 == "DISABLE"',
    '${OrIf} $R9 == "DISABLED"',
    ...indented(removeLinks()),
    `  WriteRegStr SHELL_CONTEXT "Software\\${product.name}" "Links" "DISABLED"`,
    '${Else}',
    ...linkRegistry(executable).map(
      ({ key, name = '', value }) =>
        `  WriteRegStr SHELL_CONTEXT ${quoted(`Software\\${key}`)} ${quoted(name)} ${quotedPath(value)}`,
    ),
    '${EndIf}',
  ];
}

/** As {@link quoted}, but the installation's folder is the script's variable. */
function quotedPath(text: string): string {
  return quoted(text).replaceAll('$$INSTDIR', '$INSTDIR');
}

function removeLinks(): readonly string[] {
  const command = quotedPath(openCommand(`$INSTDIR\\${product.executable}.exe`));
  return [
    ...linkSchemes.flatMap((scheme) => [
      `ReadRegStr $R9 SHELL_CONTEXT "Software\\Classes\\${scheme}\\shell\\open\\command" ""`,
      // Another program may have taken it since.
      `\${If} $R9 == ${command}`,
      `  DeleteRegKey SHELL_CONTEXT "Software\\Classes\\${scheme}"`,
      '${EndIf}',
    ]),
    ...ownKeys.map((key) => `DeleteRegKey SHELL_CONTEXT "Software\\${key}"`),
    `DeleteRegValue SHELL_CONTEXT "Software\\RegisteredApplications" "${product.name}"`,
  ];
}

/** Not while an update takes the old version away. */
function removeAll(): readonly string[] {
  return [
    '${IfNot} ${isUpdated}',
    ...indented([
      ...removeLinks(),
      ...look(CLEAR, 'un.'),
      '${If} $R9 == "1"',
      ...indented([...findFolder, `Delete "${FILE}"`, 'RMDir "$R7"', ...backToMode]),
      '${EndIf}',
    ]),
    '${EndIf}',
  ];
}
