import { useEffect, useRef, useState, type ReactNode } from "react";
import { CloseButton } from "../panels/CloseButton.tsx";
import { KEY_TABLE, type KeyBinding } from "./key-table.ts";

interface HelpDialogProps {
  readonly isOpen: boolean;
  /** The keys that the page has; all if not given. */
  readonly keys?: readonly KeyBinding[];
  readonly onClose: () => void;
}

/** The table of keys, from the table that drives them. */
export function HelpDialog({ isOpen, keys = KEY_TABLE, onClose }: HelpDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  // The page is sent without it.
  const [wasOpened, setWasOpened] = useState(false);
  if (isOpen && !wasOpened) setWasOpened(true);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  if (!wasOpened) return null;
  return (
    <dialog
      ref={dialog}
      className="help"
      aria-labelledby="help-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <h2 id="help-title">Keys</h2>
      {/* The first button gets the focus, and a dialog opens where that is. */}
      <CloseButton label="Close" onClick={onClose} />
      <div>
        <table>
          <tbody>
            {keys.map(({ shown, help, onMap }) => (
              <tr key={shown}>
                <th scope="row">
                  <kbd>{shown}</kbd>
                </th>
                <td>
                  {help}
                  {onMap && <small> on the map</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </dialog>
  );
}
