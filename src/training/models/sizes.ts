/** The sizes of the models that are trained. */

export interface ModelSize {
  readonly nLayers: number;
  readonly nHeads: number;
  /** d_model, a multiple of nHeads; the feed-forward layer is four times as wide. */
  readonly width: number;
}

export interface Gpt2Size extends ModelSize {
  readonly nVocabulary: number;
  readonly nPositions: number;
}

export interface BertSize extends ModelSize {
  readonly nVocabulary: number;
  readonly nPositions: number;
}

export interface VitSize extends ModelSize {
  /** Side of a picture and of a patch, in pixels. */
  readonly sizePx: number;
  readonly patchSizePx: number;
}
