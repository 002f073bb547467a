import { useEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { toursFile, toursPath, tourStepPath } from "#atlas/address.ts";
import type { TourPlace } from "#atlas/view/view.ts";
import { fetchText } from "../data/fetch-text.ts";
import { CloseButton } from "../panels/CloseButton.tsx";
import { stepAt, type Tour, type ToursFile, type TourStep } from "./tour.ts";
import { Styles } from "../panels/Styles.tsx";
import { hasWalked, walk } from "./walking.ts";
import styles from "./tour-card.css?inline";

interface TourCardProps {
  readonly base: string;
  readonly tours: readonly Tour[];
  readonly place: TourPlace;
  /** What the page shows: `tiny-gpt/repeats/L3H5`. */
  readonly page: string;
  /** Shows another view of this page. @param query As in its address. */
  readonly onShow: (query: string) => void;
  readonly onClose: () => void;
}

export async function loadTours(base: string): Promise<readonly Tour[]> {
  const file = JSON.parse(await fetchText(toursFile(base), "tours.json")) as ToursFile;
  return file.tours;
}

/** One step of a tour: what the page shows, a question, its answer on request, and the ways to the other steps. */
export function TourCard({ base, tours, place, page, onShow, onClose }: TourCardProps): ReactNode {
  const card = useRef<HTMLElement>(null);
  const name = `${place.tour} ${place.step}`;
  useEffect(() => {
    if (hasWalked()) card.current?.focus();
  }, [name, page]);
  const found = stepAt(tours, place);
  if (!found) {
    return (
      <section className="tour" aria-label="Tour">
        <Styles css={styles} />
        <CloseButton label="Close the tour" onClick={onClose} />
        <p>
          This site has no such step of a tour. <a href={toursPath(base)}>All tours</a>
        </p>
      </section>
    );
  }
  const { tour, step } = found;
  const linkTo = (to: TourStep | undefined, rel: "prev" | "next", words: string): ReactNode => {
    if (!to) return null;
    const onClick = (event: MouseEvent): void => {
      walk();
      if (pageOf(to) !== page || event.ctrlKey || event.metaKey || event.shiftKey) return;
      // The same page in another view: nothing needs to be loaded.
      event.preventDefault();
      onShow(to.query);
    };
    return (
      <a className="plain" href={tourStepPath(base, to)} rel={rel} onClick={onClick}>
        {words}
      </a>
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const rel = { ArrowRight: "next", ArrowLeft: "prev" }[event.key];
    if (rel === undefined && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (rel === undefined) onClose();
    else event.currentTarget.querySelector<HTMLElement>(`a[rel="${rel}"]`)?.click();
  };
  const isElsewhere = pageOf(step) !== page;
  return (
    <section
      className="tour"
      ref={card}
      tabIndex={-1}
      aria-label={`Tour: ${tour.title}, step ${place.step} of ${tour.steps.length}`}
      onKeyDown={onKeyDown}
    >
      <Styles css={styles} />
      <header>
        <strong>{tour.title}</strong>
        <span>
          {place.step} of {tour.steps.length}
        </span>
        <CloseButton label="Close the tour" onClick={onClose} />
      </header>
      <p aria-live="polite">{isElsewhere ? "The tour waits at another head." : step.text}</p>
      {!isElsewhere && (
        <details key={name}>
          <summary>{step.question}</summary>
          <p>{step.answer}</p>
        </details>
      )}
      <nav aria-label="Steps of the tour">
        {linkTo(tour.steps[place.step - 2], "prev", "Back")}
        {isElsewhere && linkTo(step, "next", "Return to it")}
        {!isElsewhere && linkTo(tour.steps[place.step], "next", "Next")}
        {place.step === tour.steps.length && <a href={toursPath(base)}>All tours</a>}
      </nav>
    </section>
  );
}

function pageOf({ atlas, head }: TourStep): string {
  return `${atlas}/${head}`;
}
