import { Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { Prompt } from '../../../shared/domain/prompt.ts';
import { text } from '../../text/text.ts';
import { QuestionFrame, type QuestionProps } from './question.tsx';

/** Several softphones are the person's: which one is used here. Without an answer it is the first. */
export function ChooseDevicePrompt({
  prompt,
  failure,
  onAnswer,
}: QuestionProps<Extract<Prompt, { kind: 'choose-device' }>>) {
  const [choice, setChoice] = useState(prompt.options[0]?.value ?? '');
  return (
    <QuestionFrame
      title={text('choose-device.title')}
      accept={{ label: text('choose-device.accept') }}
      refuse={text('choose-device.later')}
      preferred="accept"
      failure={failure}
      onAnswer={(isAccepted) => void onAnswer(isAccepted, choice)}
    >
      <p>{text('choose-device.intro')}</p>
      <RadioGroup
        value={choice}
        aria-label={text('choose-device.title')}
        onChange={(_, data) => setChoice(data.value)}
      >
        {prompt.options.map(({ value, detail }) => (
          <Radio key={value} value={value} label={detail === '' ? value : `${value} · ${detail}`} />
        ))}
      </RadioGroup>
    </QuestionFrame>
  );
}
