import { Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useOnly } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';

interface LineChoiceProps {
  readonly lines: readonly { readonly line: string; readonly isReady: boolean }[];
  /** Undefined: there is nothing to choose from. */
  readonly chosen: string | undefined;
  readonly onChoose: (line: string) => void;
}

/** What calls are made from, on a phone with several lines; the first one, until another is chosen that is ready. */
export function useLines(): LineChoiceProps {
  const lines = useOnly('phone')?.choices ?? [];
  const [wanted, choose] = useState<string>();
  const ready = lines.filter(({ isReady }) => isReady);
  const chosen = ready.find(({ line }) => line === wanted) ?? ready[0];
  return { lines, chosen: lines.length > 1 ? chosen?.line : undefined, onChoose: choose };
}

export function LineChoice({ lines, chosen, onChoose }: LineChoiceProps) {
  if (lines.length < 2) return null;
  return (
    <Field label={text('dial.line')} size="small">
      <Select size="small" value={chosen ?? ''} onChange={(_, { value }) => onChoose(value)}>
        {lines.map(({ line, isReady }) => (
          <option key={line} value={line} disabled={!isReady}>
            {isReady ? line : text('dial.line-offline', { line })}
          </option>
        ))}
      </Select>
    </Field>
  );
}
