import { useEffect, useState } from "react";

export interface Loaded<Value> {
  /** The last value that arrived. It stays until the next one arrives, so that nothing flashes. */
  readonly value: Value | null;
  /** The key for which the value was requested. */
  readonly key: string | null;
  readonly error: Error | null;
  readonly retry: () => void;
}

/**
 * Loads again whenever `key` changes; late answers for an earlier key are dropped.
 *
 * @param key Null requests nothing.
 */
export function useLoaded<Value>(key: string | null, load: () => Promise<Value>): Loaded<Value> {
  const [state, setState] = useState<Omit<Loaded<Value>, "retry">>({ value: null, key: null, error: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (key === null) return;
    let isCurrent = true;
    load().then(
      (value) => isCurrent && setState({ value, key, error: null }),
      (error: unknown) => isCurrent && setState((old) => ({ ...old, error: toError(error) })),
    );
    return () => {
      isCurrent = false;
    };
    // `load` is a new function on every render; only `key` decides when to load again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, attempt]);
  return { ...state, retry: () => setAttempt((n) => n + 1) };
}

export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
