import type { MsiTable } from './idt.ts';

type Step = readonly [action: string, sequence: number, condition?: string];

/** The first launch's values: of a new installation, or whenever CLEAR asks for it. */
const WRITES_BOOTSTRAP = '((NOT Installed AND NOT BOOTSTRAP_EXISTS) OR CLEAR="1") AND NOT REMOVE="ALL"';

const costing: readonly Step[] = [
  ['FindRelatedProducts', 25],
  ['AppSearch', 50],
  ['LaunchConditions', 100],
  ['CostInitialize', 800],
  ['FileCost', 900],
  ['SetClearFolder', 950, 'CLEAR="1"'],
  ['CostFinalize', 1000],
];

export const executeSequence: MsiTable = sequence('InstallExecuteSequence', [
  ...costing,
  // The same package run once more with CLEAR=1 writes its values anew.
  ['SetReinstall', 60, 'Installed AND CLEAR="1" AND NOT REMOVE AND NOT REINSTALL'],
  ['ValidateProductID', 700],
  ['MigrateFeatureStates', 1200],
  ['InstallValidate', 1400],
  ['RemoveExistingProducts', 1450],
  ['InstallInitialize', 1500],
  ['ProcessComponents', 1600],
  ['UnpublishFeatures', 1800],
  ['RemoveRegistryValues', 2600],
  ['RemoveShortcuts', 3200],
  ['RemoveFiles', 3500],
  ['RemoveFolders', 3600],
  ['CreateFolders', 3700],
  ['InstallFiles', 4000],
  ['CreateShortcuts', 4500],
  ['WriteRegistryValues', 5000],
  ['WriteIniValues', 5100, WRITES_BOOTSTRAP],
  ['RegisterUser', 6000],
  ['RegisterProduct', 6100],
  ['PublishFeatures', 6300],
  ['PublishProduct', 6400],
  ['InstallFinalize', 6600],
]);

/** No pages of its own: Windows shows its progress. */
export const uiSequence: MsiTable = sequence('InstallUISequence', [...costing, ['ExecuteAction', 1300]]);

function sequence(name: string, steps: readonly Step[]): MsiTable {
  return {
    name,
    keys: 1,
    columns: [
      ['Action', 's72'],
      ['Condition', 'S255'],
      ['Sequence', 'I2'],
    ],
    rows: steps.map(([action, number, condition]) => [action, condition, number]),
  };
}
