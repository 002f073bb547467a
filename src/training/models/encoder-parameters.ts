/** The parameters of the layers that BERT and ViT share but for their names. */
import { dense, norm, type Parameter } from "./parameter.ts";
import type { ModelSize } from "./sizes.ts";

/** The names of the parts in transformers. */
export interface EncoderStyle {
  readonly prefix: string;
  /** Prefix of query, key and value. */
  readonly self: string;
  readonly norms: readonly [string, string];
}

export function encoderParameters({ nLayers, width }: ModelSize, style: EncoderStyle): Parameter[] {
  return Array.from({ length: nLayers }, (_, layer) => `${style.prefix}.${layer}`).flatMap((at) => [
    ...["query", "key", "value"].flatMap((name) => dense(`${at}.${style.self}.${name}`, width, width)),
    ...dense(`${at}.attention.output.dense`, width, width),
    ...norm(`${at}.${style.norms[0]}`, width),
    ...dense(`${at}.intermediate.dense`, width, 4 * width),
    ...dense(`${at}.output.dense`, 4 * width, width),
    ...norm(`${at}.${style.norms[1]}`, width),
  ]);
}
