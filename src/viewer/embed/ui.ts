/** How much of the viewer an embedded map has around it. The script in the head of the page reads it from the address. */

export const UIS = ["none", "minimal", "full"] as const;
export type Ui = (typeof UIS)[number];

/** Whether this page is one for frames in other sites. */
export function isEmbedded(): boolean {
  return document.documentElement.dataset["ui"] !== undefined;
}

export function readUi(): Ui {
  return UIS.find((ui) => ui === document.documentElement.dataset["ui"]) ?? "minimal";
}
