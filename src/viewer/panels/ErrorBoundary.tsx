import { Component, type ReactNode } from "react";

interface ErrorBoundaryProps {
  /** Name of the enclosed part of the page, e.g. `The panel`. */
  readonly what: string;
  /** With a new key, the boundary tries to render its content again. */
  readonly resetKey?: string;
  /** Content to show beside the error. */
  readonly fallback?: ReactNode;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Contains an error in one part of the page: that part shows the message, and the others keep working. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(previous: ErrorBoundaryProps): void {
    if (this.state.error !== null && previous.resetKey !== this.props.resetKey) this.#reset();
  }

  readonly #reset = (): void => this.setState({ error: null });

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const isTold = error.name === "LoadError";
    return (
      <div className="part-problem" role="alert">
        {this.props.fallback}
        <p>{isTold ? error.message : `${this.props.what} has failed: ${error.message}`}</p>
        <button type="button" onClick={this.#reset}>
          Try again
        </button>
      </div>
    );
  }
}
