import { product } from '../product.ts';
import { CLEAR, switches } from '../switches.ts';
import { linkRegistry, type RegistryValue } from '../windows/registry.ts';
import type { Cell, MsiTable } from './idt.ts';
import { fileName, foldersOf, type PayloadFile, stableGuid, stableKey } from './payload.ts';
import { bootstrapTables, searchTables, shortcutTables, upgradeTable } from './bootstrap-tables.ts';
import { switchComponent, table } from './rows.ts';
import { executeSequence, uiSequence } from './sequences.ts';

export interface MsiInput {
  /** `1.2.3`; Windows Installer compares three numbers. */
  readonly version: string;
  /** Of this very build; another one makes the next build an upgrade. */
  readonly productCode: string;
  readonly files: readonly PayloadFile[];
}

/** Attributes of a component: 64-bit; its key path is in the registry; looked at again; stays when the rest goes. */
const BITS_64 = 256;
const IN_REGISTRY = 4;
const TRANSITIVE = 64;
const PERMANENT = 16;

const LINKS_WANTED = 'NOT CLICK2X OR (CLICK2X<>"DISABLE" AND CLICK2X<>"DISABLED")';

/**
 * All tables of the MSI but the summary (docs/decisions/0020-msi-from-tables.md). One component a file, one a switch; the bootstrap file is written
 * by the installer's own IniFile rows, so nothing of ours runs with the system's rights.
 */
export function msiTables(input: MsiInput): readonly MsiTable[] {
  return [
    propertyTable(input),
    directoryTable(input.files),
    componentTable(input.files),
    table('Feature', 1, FEATURE_COLUMNS, [['Main', '', product.name, '', 2, 1, 'INSTALLDIR', 0].map(empty)]),
    table(
      'FeatureComponents',
      2,
      [
        ['Feature_', 's38'],
        ['Component_', 's72'],
      ],
      componentNames(input.files).map((name) => ['Main', name]),
    ),
    fileTable(input.files),
    table('Media', 1, MEDIA_COLUMNS, [[1, input.files.length, undefined, '#app.cab', undefined, undefined]]),
    registryTable(input.files),
    ...bootstrapTables(),
    ...searchTables(),
    upgradeTable(input.version),
    table('LaunchCondition', 1, CONDITION_COLUMNS, [
      ['NOT NEWERFOUND', `A later version of ${product.name} is installed.`],
      ['VersionNT64', `${product.name} needs a 64-bit Windows.`],
    ]),
    ...shortcutTables(`[#${fileKey(mainProgram(input.files))}]`),
    table('CustomAction', 1, ACTION_COLUMNS, [
      ['SetClearFolder', 51, 'CLEARFOLDER', `[CommonAppDataFolder]${product.name}\\`, undefined],
      ['SetReinstall', 51, 'REINSTALL', 'ALL', undefined],
    ]),
    executeSequence,
    uiSequence,
  ];
}

function propertyTable({ version, productCode }: MsiInput): MsiTable {
  const names = [...switches.map(({ name }) => name), CLEAR, 'NEWERFOUND', 'OLDERFOUND'];
  return table(
    'Property',
    1,
    [
      ['Property', 's72'],
      ['Value', 'l0'],
    ],
    [
      ['ALLUSERS', '1'],
      ['ARPNOMODIFY', '1'],
      ['Manufacturer', product.manufacturer],
      ['ProductCode', productCode],
      ['ProductLanguage', '1033'],
      ['ProductName', product.name],
      ['ProductVersion', version],
      ['REINSTALLMODE', 'amus'],
      ['SecureCustomProperties', names.join(';')],
      ['UpgradeCode', product.upgradeCode],
    ],
  );
}

function directoryTable(files: readonly PayloadFile[]): MsiTable {
  const folders = foldersOf(files).slice(1);
  return table(
    'Directory',
    1,
    [
      ['Directory', 's72'],
      ['Directory_Parent', 'S72'],
      ['DefaultDir', 'l255'],
    ],
    [
      ['TARGETDIR', undefined, 'SourceDir'],
      ['ProgramFiles64Folder', 'TARGETDIR', '.'],
      ['INSTALLDIR', 'ProgramFiles64Folder', product.name],
      ['CommonAppDataFolder', 'TARGETDIR', '.'],
      ['BOOTSTRAPDIR', 'CommonAppDataFolder', product.name],
      ['ProgramMenuFolder', 'TARGETDIR', '.'],
      ...folders.map((path, index) => {
        const parts = path.split('/');
        return [
          folderKey(path),
          folderKey(parts.slice(0, -1).join('/')),
          fileName(index, parts.at(-1) ?? ''),
        ];
      }),
    ],
  );
}

function componentTable(files: readonly PayloadFile[]): MsiTable {
  return table(
    'Component',
    1,
    [
      ['Component', 's72'],
      ['ComponentId', 'S38'],
      ['Directory_', 's72'],
      ['Attributes', 'i2'],
      ['Condition', 'S255'],
      ['KeyPath', 'S72'],
    ],
    [
      ...files.map(({ path }) => [
        componentKey(path),
        stableGuid(`file ${path}`),
        folderKey(path.split('/').slice(0, -1).join('/')),
        BITS_64,
        undefined,
        fileKey(path),
      ]),
      ['Links', stableGuid('links'), 'INSTALLDIR', BITS_64 + IN_REGISTRY, LINKS_WANTED, 'Reg0'],
      ['Program', stableGuid('program'), 'INSTALLDIR', BITS_64, undefined, undefined],
      ...[...switches.map(({ name }) => name), CLEAR].map((name) => [
        switchComponent(name),
        stableGuid(`switch ${name}`),
        'BOOTSTRAPDIR',
        BITS_64 + TRANSITIVE + PERMANENT,
        name,
        undefined,
      ]),
    ],
  );
}

function componentNames(files: readonly PayloadFile[]): readonly string[] {
  return [
    ...files.map(({ path }) => componentKey(path)),
    'Links',
    'Program',
    ...[...switches.map(({ name }) => name), CLEAR].map(switchComponent),
  ];
}

function fileTable(files: readonly PayloadFile[]): MsiTable {
  return table(
    'File',
    1,
    [
      ['File', 's72'],
      ['Component_', 's72'],
      ['FileName', 'l255'],
      ['FileSize', 'i4'],
      ['Version', 'S72'],
      ['Language', 'S20'],
      ['Attributes', 'I2'],
      ['Sequence', 'i4'],
    ],
    files.map(({ path, bytes, version }, index) => [
      fileKey(path),
      componentKey(path),
      fileName(index, path.split('/').at(-1) ?? path),
      bytes,
      version,
      version === undefined ? undefined : '1033',
      512,
      index + 1,
    ]),
  );
}

function registryTable(files: readonly PayloadFile[]): MsiTable {
  const executable = `[#${fileKey(mainProgram(files))}]`;
  const paths = `Microsoft\\Windows\\CurrentVersion\\App Paths\\${product.executable}.exe`;
  const links = linkRegistry(executable).map((value) => ({ ...value, component: 'Links' }));
  const program = [{ key: paths, value: executable, component: 'Program' }];
  return table(
    'Registry',
    1,
    [
      ['Registry', 's72'],
      ['Root', 'i2'],
      ['Key', 'l255'],
      ['Name', 'L255'],
      ['Value', 'L0'],
      ['Component_', 's72'],
    ],
    [...links, ...program].map((each: RegistryValue & { component: string }, index) => [
      `Reg${index}`,
      2,
      `Software\\${each.key}`,
      each.name,
      each.value,
      each.component,
    ]),
  );
}

const FEATURE_COLUMNS: MsiTable['columns'] = [
  ['Feature', 's38'],
  ['Feature_Parent', 'S38'],
  ['Title', 'L64'],
  ['Description', 'L255'],
  ['Display', 'I2'],
  ['Level', 'i2'],
  ['Directory_', 'S72'],
  ['Attributes', 'i2'],
];
const MEDIA_COLUMNS: MsiTable['columns'] = [
  ['DiskId', 'i2'],
  ['LastSequence', 'i4'],
  ['DiskPrompt', 'L64'],
  ['Cabinet', 'S255'],
  ['VolumeLabel', 'S32'],
  ['Source', 'S72'],
];
const CONDITION_COLUMNS: MsiTable['columns'] = [
  ['Condition', 's255'],
  ['Description', 'l255'],
];
const ACTION_COLUMNS: MsiTable['columns'] = [
  ['Action', 's72'],
  ['Type', 'i2'],
  ['Source', 'S72'],
  ['Target', 'S255'],
  ['ExtendedType', 'I4'],
];

const empty = (cell: string | number): Cell => (cell === '' ? undefined : cell);
const componentKey = (path: string) => stableKey('c', path);
const folderKey = (path: string) => (path === '' ? 'INSTALLDIR' : stableKey('d', path));

/** Also the file's name in the cabinet. */
export function fileKey(path: string): string {
  return stableKey('f', path);
}

function mainProgram(files: readonly PayloadFile[]): string {
  const path = `${product.executable}.exe`;
  if (!files.some((file) => file.path === path)) throw new Error(`there is no ${path} to install`);
  return path;
}
