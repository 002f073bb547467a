import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from "react";
import type { LinkProblem } from "#atlas/link/check-link.ts";
import { changedFields, parseView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";
import { CloseButton } from "../panels/CloseButton.tsx";
import { Styles } from "../panels/Styles.tsx";
import { linkNotes, type LinkedPage } from "./link-notes.ts";
import styles from "./link-notice.css?inline";

export interface LinkNoticeProps extends LinkedPage {
  /** Of the link by which the page was opened, with its `?`. */
  readonly search: string;
  readonly onChange: (change: Partial<View>) => void;
}

/** More would hide the page: one slip is enough to look at the link again. */
const MAX_SHOWN = 4;
/** Screen readers announce what comes into a region that they know already. */
const WAIT_MS = 150;

/** Says what the page does not know of its link. It lies over the page, so that nothing moves. */
export function LinkNotice({ onChange, ...props }: LinkNoticeProps): ReactNode {
  const { manifest, table, digest, stages } = props;
  const [search, setSearch] = useState(props.search);
  const [isSaid, setSaid] = useState(false);
  const [isClosed, setClosed] = useState(false);
  const box = useRef<HTMLElement>(null);
  const title = useId();
  const notes = useMemo(
    () => linkNotes(search, { manifest, table, digest, stages }),
    [search, manifest, table, digest, stages],
  );
  const { problems, change } = notes;
  useEffect(() => {
    if (Object.keys(change).length > 0) onChange(change);
    // Once: the reader may select something else.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => setSaid(true), WAIT_MS);
    return () => clearTimeout(timer);
  }, []);
  const close = (): void => {
    const hasFocus = box.current?.contains(document.activeElement) === true;
    setClosed(true);
    // The focus would be lost with the button.
    if (hasFocus) focusPage();
  };
  const accept = ({ search: meant }: NonNullable<LinkProblem["meant"]>): void => {
    onChange(changedFields(parseView(search, manifest), parseView(meant, manifest)));
    if (problems.length === 1) close();
    else setSearch(meant);
  };
  const nMore = problems.length - MAX_SHOWN;
  const isShown = isSaid && !isClosed && problems.length > 0;
  return (
    <div role="status">
      {isShown && (
        <section
          ref={box}
          className="link-notice"
          aria-labelledby={title}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            close();
          }}
        >
          <Styles css={styles} />
          <h2 id={title}>About this link</h2>
          {problems.slice(0, MAX_SHOWN).map((problem) => (
            <p key={problem.said}>
              <Problem problem={problem} onAccept={accept} />
            </p>
          ))}
          {nMore > 0 && (
            <p>{nMore === 1 ? "One more name means" : `${nMore} more names mean`} nothing here.</p>
          )}
          <CloseButton label="Dismiss" onClick={close} />
        </section>
      )}
    </div>
  );
}

/** On the map, or else on the page itself. */
function focusPage(): void {
  const place = document.querySelector<HTMLElement>(".map") ?? document.querySelector("main");
  if (place?.hasAttribute("tabindex") === false) place.tabIndex = -1;
  place?.focus();
}

function Problem({
  problem: { said, meant, note },
  onAccept,
}: {
  readonly problem: LinkProblem;
  readonly onAccept: (meant: NonNullable<LinkProblem["meant"]>) => void;
}): ReactNode {
  return (
    <>
      {said}
      {meant && (
        <>
          ; did you mean{" "}
          <button type="button" className="link" onClick={() => onAccept(meant)}>
            “{meant.word}”
          </button>
          ?
        </>
      )}
      {!meant && "."}
      {note !== undefined && ` ${note}`}
    </>
  );
}
