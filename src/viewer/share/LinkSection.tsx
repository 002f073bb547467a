import type { ReactNode } from "react";
import { copiedLink, readAddress } from "../link/copied-link.ts";
import { CopyButton } from "./CopyButton.tsx";
import type { ShareProps } from "./share-props.ts";

/** A link to exactly this view, and the permanent address of the head. */
export default function LinkSection(props: ShareProps): ReactNode {
  const where = readAddress();
  const link = copiedLink(where, props);
  return (
    <>
      <h3>This view</h3>
      <pre>{link}</pre>
      <p className="actions">
        <CopyButton label="Copy link" text={link} />
      </p>
      <p>
        Whoever opens it sees exactly what you see.
        {props.viewer.digest !== undefined &&
          ` It carries the digest of the data (${props.viewer.digest}): if they change, the page says so and shows the nearest view.`}
      </p>
      <h3>This head, as its page opens</h3>
      <pre>{where}</pre>
      <p className="actions">
        <CopyButton label="Copy address" text={where} />
      </p>
    </>
  );
}
