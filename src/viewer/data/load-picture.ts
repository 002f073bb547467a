/** Loads pictures whose pixels a script reads or draws. */
declare global {
  interface Window {
    /** In an offline copy: the picture of an address as a data URL, whose pixels the browser lets a script read. */
    headlandPicture?: (address: string) => Promise<string>;
  }
}

/** @throws {Error} if the picture cannot be loaded or decoded. */
export async function loadPicture(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = (await window.headlandPicture?.(address)) ?? address;
  await image.decode();
  return image;
}
