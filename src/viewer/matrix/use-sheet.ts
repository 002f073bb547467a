import { useLoaded } from "../data/use-loaded.ts";
import { sheetImage, type SheetPictures } from "./sheet-choice.ts";

interface Sheet {
  /** A CSS image: the sheet that was shown stays until the next one is there. */
  readonly image: string;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** The thumbnails of all heads, fetched when they are chosen. */
export function useSheet(pictures: SheetPictures): Sheet {
  const wanted = sheetImage(pictures);
  const loaded = useLoaded(wanted, async () => {
    const picture = new Image();
    picture.srcset = `${pictures.plain} 1x, ${pictures.sharp} 2x`;
    try {
      await picture.decode();
    } catch (cause) {
      throw new Error("The thumbnails could not be loaded. Check your network connection.", { cause });
    }
    return wanted;
  });
  const { value, key, error, retry } = loaded;
  return { image: value ?? wanted, isLoading: key !== wanted && error === null, error, retry };
}
