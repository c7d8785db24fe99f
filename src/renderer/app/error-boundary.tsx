import { Component, type ReactNode } from 'react';
import { text } from '../text/text.ts';
import { MessageScreen } from './message-screen.tsx';

interface State {
  readonly hasFailed: boolean;
}

/** Keeps one broken part from taking the window with it. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <MessageScreen
        title={text('app.crashed.title')}
        text={text('app.crashed.text')}
        action={{ label: text('app.crashed.reopen'), run: () => this.setState({ hasFailed: false }) }}
      />
    );
  }
}
