import { useLoaded } from "../data/use-loaded.ts";
import { sheetImage, type SheetPictures } from "./sheet-choice.ts";

interface Sheet {
  /** A CSS image. The current sheet stays until the next one is loaded. */
  readonly image: string;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Loads the sheet of thumbnails of the chosen method and color. */
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
