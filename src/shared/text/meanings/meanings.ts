import { appAndStorage } from './app-and-storage.ts';
import { calls } from './calls.ts';
import { chatAndPeople } from './chat-and-people.ts';
import type { ErrorMeanings } from './error-meaning.ts';
import { files } from './files.ts';
import { findingAndSignIn } from './finding-and-sign-in.ts';

/** Of every error of the catalogue: the admin guide and `parlance doctor` say the same. */
export const meanings: ErrorMeanings = {
  ...appAndStorage,
  ...findingAndSignIn,
  ...chatAndPeople,
  ...calls,
  ...files,
};
