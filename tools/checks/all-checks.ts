import type { Check } from './check.ts';
import { deadLinks } from './dead-links.ts';
import { dependencies } from './dependencies.ts';
import { featuresTable } from './features-table.ts';
import { folderReadmes } from './folder-readmes.ts';
import { importCycles, importGraph } from './import-graph.ts';
import { mentions } from './mentions.ts';
import { securityPage } from './security-page.ts';
import { sizeBudgets } from './size-budgets.ts';
import { texts } from './texts.ts';

/** Every house rule that is a function of the tree, in the order it is run. */
export const allChecks: readonly Check[] = [
  importGraph,
  importCycles,
  sizeBudgets,
  folderReadmes,
  texts,
  featuresTable,
  securityPage,
  deadLinks,
  mentions,
  dependencies,
];
