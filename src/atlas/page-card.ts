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
}

export interface CardPicture {
  /** A picture of an atlas, below the folder of atlases, e.g. `tiny-gpt/stories/heads/L3H0/umap2.webp`. */
  readonly file: string;
  /** Its cells, 1 × 1 for one map. */
  readonly columns: number;
  readonly rows: number;
}

/** In pixels: twice the size at which most programs show it. */
export const CARD_SIZE = { width: 1200, height: 630 } as const;
