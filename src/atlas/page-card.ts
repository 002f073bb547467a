/** What the picture shows that chats and networks put beside a link to a page. */
export interface PageCard {
  /** A short line above the title; empty for none. */
  readonly over: string;
  readonly title: string;
  /** A sentence or two. */
  readonly says: string;
  /** The name of the site. */
  readonly site: string;
  /** None, one beside the words, or three above them. */
  readonly pictures: readonly CardPicture[];
  /** What stands beside the words in place of a picture. */
  readonly drawing?: CardDrawing;
  /** What is seen beside the words, for readers who do not see it; if left out, it follows from the pictures. */
  readonly shows?: string;
}

/** Heads as dots or as boxes, and links between them, in units of its own; y goes downwards. Later shapes lie over earlier ones. */
export interface CardDrawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly CardShape[];
}

export type CardShape =
  | {
      readonly kind: "dot";
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly color: string;
    }
  /** Around its middle. */
  | {
      readonly kind: "box";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly name: string;
    }
  /** An SVG path. */
  | {
      readonly kind: "line";
      readonly path: string;
      readonly width: number;
      /** 0 … 1 */
      readonly opacity: number;
    };

export interface CardPicture {
  /** A picture of an atlas, below the folder of atlases, e.g. `tiny-gpt/stories/heads/L3H0/umap2.webp`. */
  readonly file: string;
  /** Its cells, 1 × 1 for one map. */
  readonly columns: number;
  readonly rows: number;
}

/** In pixels: twice the size at which most programs show it. */
export const CARD_SIZE = { width: 1200, height: 630 } as const;
