import { SearchBox, type SearchBoxProps } from '@fluentui/react-components';
import type { Ref } from 'react';
import { text } from '../text/text.ts';

export interface SearchFieldProps extends Omit<SearchBoxProps, 'dismiss'> {
  readonly value: string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A field to search in; its cross speaks the window's language, and stands there only while there is something to clear. */
export function SearchField(props: SearchFieldProps) {
  return (
    // As much as main looks for.
    <SearchBox
      maxLength={200}
      {...props}
      dismiss={props.value === '' ? null : { 'aria-label': text('app.clear-search') }}
    />
  );
}
