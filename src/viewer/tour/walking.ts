/**
 * Whether the reader comes to a step from another one of the tour: the card then takes the focus. The page of the step may be
 * loaded anew, as all pages of an offline copy are, so that the tab remembers it.
 */
const KEY = "headland-tour-walking";
let isWalking = false;

export function walk(): void {
  isWalking = true;
  try {
    sessionStorage.setItem(KEY, "yes");
  } catch {
    // Refused: it is known until the page is left.
  }
}

/** True once after `walk`. */
export function hasWalked(): boolean {
  const was = isWalking;
  isWalking = false;
  try {
    const isKept = sessionStorage.getItem(KEY) !== null;
    sessionStorage.removeItem(KEY);
    return was || isKept;
  } catch {
    return was;
  }
}
