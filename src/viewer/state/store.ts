/** The one store of the island, in the form that React's useSyncExternalStore takes. */
import { reduce, type Action, type ViewState } from "./view-state.ts";

export interface Store {
  readonly get: () => ViewState;
  readonly dispatch: (action: Action) => void;
  /** @returns A function that ends the subscription. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createStore(initial: ViewState): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch: (action) => {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
