import { Component, type ErrorInfo, type ReactNode } from 'react';
import { text } from '../text/text.ts';
import { MessageScreen } from './message-screen.tsx';

interface State {
  readonly hasFailed: boolean;
}

export interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** What stands in place of the broken part; the whole window's screen without it. */
  readonly renderBroken?: (openAgain: () => void) => ReactNode;
  readonly onFault: (fault: {
    readonly name: string;
    readonly message: string;
    readonly stack: string;
  }) => void;
}

/** Keeps one broken part from taking the window with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    const { name, message } = error instanceof Error ? error : { name: typeof error, message: '' };
    const stack = `${error instanceof Error ? (error.stack ?? '') : ''}\n${info.componentStack ?? ''}`;
    this.props.onFault({
      name: name.slice(0, 100),
      message: message.slice(0, 500),
      stack: stack.slice(0, 4000),
    });
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    const openAgain = () => this.setState({ hasFailed: false });
    if (this.props.renderBroken) return this.props.renderBroken(openAgain);
    return (
      <MessageScreen
        isFault
        title={text('app.crashed.title')}
        text={text('app.crashed.text')}
        action={{ label: text('app.crashed.reopen'), run: openAgain }}
      />
    );
  }
}
