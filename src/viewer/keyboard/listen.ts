/** The one keyboard listener. */
import { tinykeys } from "tinykeys";
import { KEY_TABLE, type Command } from "./key-table.ts";

/**
 * Keys pressed in a field belong to the field: tinykeys leaves them alone.
 *
 * @param map The element that must have the focus for the keys of the map.
 * @returns A function that removes the listener.
 */
export function listenKeys(map: HTMLElement, run: (command: Command) => void): () => void {
  const bindings = KEY_TABLE.flatMap(({ keys, command, onMap }) =>
    keys.map((key) => {
      const handle = (event: KeyboardEvent): void => {
        // Keys pressed in an open dialog or sheet belong to it.
        if (document.querySelector("dialog[open], :popover-open")) return;
        if (onMap && document.activeElement !== map) return;
        event.preventDefault();
        run(command);
      };
      return [key, handle] as const;
    }),
  );
  return tinykeys(window, Object.fromEntries(bindings));
}
