/** The sections of the Share panel. */
import type { ComponentType } from "react";
import { partOnce } from "../data/part-once.ts";
import type { ShareProps } from "./share-props.ts";

export interface ShareSection {
  readonly title: string;
  /** Its component is loaded when the reader opens it. */
  readonly load: () => Promise<{ readonly default: ComponentType<ShareProps> }>;
}

/** In the order of their tabs: Link, Cite, Figure, Data, Embed, Compare. */
export const SECTIONS: readonly ShareSection[] = [
  { title: "Link", load: partOnce("The link", () => import("./LinkSection.tsx")) },
  { title: "Cite", load: partOnce("The citations", () => import("./CiteSection.tsx")) },
  { title: "Figure", load: partOnce("The figure", () => import("./figure/FigureSection.tsx")) },
  { title: "Data", load: partOnce("The data", () => import("./DataSection.tsx")) },
  { title: "Embed", load: partOnce("The code for other pages", () => import("./EmbedSection.tsx")) },
  { title: "Compare", load: partOnce("The way to another head", () => import("./CompareSection.tsx")) },
];
