import { useEffect, useState, type ReactNode, type RefObject } from "react";
import { givesWay } from "../map/pointer/one-finger.ts";
import { remember, remembered } from "../state/remember.ts";

const SEEN = "headland-touch-seen";

/** Says on the first touch of the map what fingers do on it. */
export function TouchHint({ map }: { readonly map: RefObject<HTMLElement | null> }): ReactNode {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const element = map.current;
    if (element === null || remembered(SEEN) !== null) return;
    const end = new AbortController();
    const show = (event: PointerEvent): void => {
      if (event.pointerType !== "touch" || !givesWay(element)) return;
      end.abort();
      remember(SEEN, "yes");
      setShown(true);
    };
    element.addEventListener("pointerdown", show, { signal: end.signal });
    return () => end.abort();
  }, [map]);
  return (
    <p className="touch-hint" role="status" onAnimationEnd={() => setShown(false)}>
      {isShown && <span>Two fingers move the map; a tap selects a point.</span>}
    </p>
  );
}
