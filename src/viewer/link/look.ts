/** How pages look to a reader who chose it: a copied link carries it, and it holds for readers who have chosen nothing. */
import { chosenPalette } from "../panels/use-palette.ts";

export interface Look {
  readonly theme?: string;
  readonly palette?: string;
}

export function chosenLook(): Look {
  const { theme } = document.documentElement.dataset;
  const palette = chosenPalette();
  return { ...(theme === undefined ? {} : { theme }), ...(palette === null ? {} : { palette }) };
}
