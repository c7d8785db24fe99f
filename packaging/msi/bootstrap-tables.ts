import { product } from '../product.ts';
import { CLEAR, switches } from '../switches.ts';
import type { MsiTable } from './idt.ts';
import { switchComponent, table } from './rows.ts';

/** The installer's file: written line by line; taken away first when CLEAR is given, at an installation or an end of one. */
export function bootstrapTables(): readonly MsiTable[] {
  const names = [...switches.map(({ name }) => name), CLEAR];
  const file = `PARLANCE.PRO|${product.bootstrapFile}`;
  return [
    table(
      'IniFile',
      1,
      [
        ['IniFile', 's72'],
        ['FileName', 'l255'],
        ['DirProperty', 'S72'],
        ['Section', 'l96'],
        ['Key', 'l128'],
        ['Value', 'l255'],
        ['Action', 'i2'],
        ['Component_', 's72'],
      ],
      names.map((name) => [
        `Ini_${name}`,
        file,
        'BOOTSTRAPDIR',
        'Bootstrap',
        name,
        `[${name}]`,
        0,
        switchComponent(name),
      ]),
    ),
    table(
      'RemoveFile',
      1,
      [
        ['FileKey', 's72'],
        ['Component_', 's72'],
        ['FileName', 'L255'],
        ['DirProperty', 's72'],
        ['InstallMode', 'i2'],
      ],
      [
        ['ClearFile', 'Program', file, 'CLEARFOLDER', 3],
        ['ClearDir', 'Program', undefined, 'CLEARFOLDER', 2],
      ],
    ),
    table(
      'MsiLockPermissionsEx',
      1,
      [
        ['MsiLockPermissionsEx', 's72'],
        ['LockObject', 's72'],
        ['Table', 's32'],
        ['SDDLText', 's0'],
        ['Condition', 'S255'],
      ],
      // System and administrators everything, people read: else anybody could write the file that decides the servers.
      [
        [
          'BootstrapLock',
          'BOOTSTRAPDIR',
          'CreateFolder',
          'D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FRFX;;;BU)',
          undefined,
        ],
      ],
    ),
  ];
}

/** BOOTSTRAP_EXISTS: the path of an earlier installation's file. */
export function searchTables(): readonly MsiTable[] {
  return [
    table(
      'AppSearch',
      2,
      [
        ['Property', 's72'],
        ['Signature_', 's72'],
      ],
      [['BOOTSTRAP_EXISTS', 'BootstrapFile']],
    ),
    table(
      'Signature',
      1,
      [
        ['Signature', 's72'],
        ['FileName', 's255'],
        ['MinVersion', 'S20'],
        ['MaxVersion', 'S20'],
        ['MinSize', 'I4'],
        ['MaxSize', 'I4'],
        ['MinDate', 'I4'],
        ['MaxDate', 'I4'],
        ['Languages', 'S255'],
      ],
      [['BootstrapFile', product.bootstrapFile, ...Array<undefined>(7).fill(undefined)]],
    ),
    table(
      'DrLocator',
      3,
      [
        ['Signature_', 's72'],
        ['Parent', 'S72'],
        ['Path', 'S255'],
        ['Depth', 'I2'],
      ],
      [['BootstrapFile', undefined, `[CommonAppDataFolder]${product.name}`, 0]],
    ),
  ];
}

/** Earlier ones, this one's number included, are removed first; a later one stops the installation. */
export function upgradeTable(version: string): MsiTable {
  return table(
    'Upgrade',
    5,
    [
      ['UpgradeCode', 's38'],
      ['VersionMin', 'S20'],
      ['VersionMax', 'S20'],
      ['Language', 'S255'],
      ['Attributes', 'i4'],
      ['Remove', 'S255'],
      ['ActionProperty', 's72'],
    ],
    [
      [product.upgradeCode, '0.0.0', version, undefined, 0x301, undefined, 'OLDERFOUND'],
      [product.upgradeCode, version, undefined, undefined, 2, undefined, 'NEWERFOUND'],
    ],
  );
}

/** `target`: the program, as `[#file key]`. */
export function shortcutTables(target: string): readonly MsiTable[] {
  return [
    table(
      'Shortcut',
      1,
      [
        ['Shortcut', 's72'],
        ['Directory_', 's72'],
        ['Name', 'l128'],
        ['Component_', 's72'],
        ['Target', 's72'],
        ['Arguments', 'S255'],
        ['Description', 'L255'],
        ['Hotkey', 'I2'],
        ['Icon_', 'S72'],
        ['IconIndex', 'I2'],
        ['ShowCmd', 'I2'],
        ['WkDir', 'S72'],
      ],
      [
        [
          'StartMenu',
          'ProgramMenuFolder',
          product.name,
          'Program',
          target,
          undefined,
          product.description,
          undefined,
          undefined,
          undefined,
          undefined,
          'INSTALLDIR',
        ],
      ],
    ),
    table(
      'MsiShortcutProperty',
      1,
      [
        ['MsiShortcutProperty', 's72'],
        ['Shortcut_', 's72'],
        ['PropertyKey', 's0'],
        ['PropVariantValue', 's0'],
      ],
      // Without it Windows shows no notifications of ours.
      [['StartMenuId', 'StartMenu', 'System.AppUserModel.ID', product.appId]],
    ),
    createFolderTable(),
  ];
}

function createFolderTable(): MsiTable {
  return table(
    'CreateFolder',
    2,
    [
      ['Directory_', 's72'],
      ['Component_', 's72'],
    ],
    [
      ['INSTALLDIR', 'Program'],
      ...[...switches.map(({ name }) => name), CLEAR].map((name) => ['BOOTSTRAPDIR', switchComponent(name)]),
    ],
  );
}
