import { Button, type ButtonProps, Tooltip } from '@fluentui/react-components';
import { CallRegular } from '@fluentui/react-icons';
import { type ReactElement, useState } from 'react';
import type { CallObstacle } from '../../shared/domain/call-obstacle.ts';
import { text } from '../text/text.ts';

export type CallButtonProps = ButtonProps & {
  /** Why no call can begin now. The button keeps its place in the tab order and says it, seen and heard. */
  readonly obstacle: CallObstacle | undefined;
  /** Instead of the receiver. */
  readonly icon?: ReactElement;
};

/** Begins a call; while none can begin it says why, before it is pressed. */
export function CallButton({ obstacle, icon, ...button }: CallButtonProps) {
  const [isPointedAt, setPointedAt] = useState(false);
  const why = obstacle === undefined ? undefined : text(`call.obstacle.${obstacle}`);
  return (
    <Tooltip
      content={why ?? ''}
      // The words belong to the button itself, so that they are there without the tip.
      relationship="inaccessible"
      visible={isPointedAt && why !== undefined}
      onVisibleChange={(_, data) => setPointedAt(data.visible)}
    >
      <Button
        icon={icon ?? <CallRegular />}
        {...button}
        {...(why !== undefined && { disabledFocusable: true, 'aria-description': why, title: '' })}
      />
    </Tooltip>
  );
}
