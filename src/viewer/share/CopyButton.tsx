import { useState, type ReactNode } from "react";
import { copyText } from "./copy-text.ts";

interface CopyButtonProps {
  readonly label: string;
  readonly text: string;
}

/** Copies a text, and says so. With another text, the button is a new one. */
export function CopyButton({ label, text }: CopyButtonProps): ReactNode {
  const [told, setTold] = useState<{ readonly text: string; readonly isCopied: boolean } | null>(null);
  const isCurrent = told?.text === text;
  return (
    <>
      <button
        type="button"
        className="plain"
        onClick={({ currentTarget }) =>
          void copyText(text, currentTarget).then((isCopied) => setTold({ text, isCopied }))
        }
      >
        {label}
      </button>
      <span className="soft" role="status">
        {isCurrent &&
          (told.isCopied ? "Copied." : "The browser does not allow it: select the text and copy it.")}
      </span>
    </>
  );
}
