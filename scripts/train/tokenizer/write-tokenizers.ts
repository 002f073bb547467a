/** The tokenizers of the embedded text models, trained anew: `node scripts/train/tokenizer/write-tokenizers.ts`. */
import { join } from "node:path";
import { trainingRows } from "../data/text/rows.ts";
import { writeTokenizer } from "./tokenizer-files.ts";
import { trainBpe } from "./train-bpe.ts";
import { trainWordPiece } from "./train-word-piece.ts";

const WEIGHTS = join(import.meta.dirname, "../../../content/weights");
const ROWS = 40_000;
const SEED = 1;

const rows = trainingRows(SEED, ROWS);
await writeTokenizer(join(WEIGHTS, "tiny-gpt"), trainBpe(rows, 1536, 128));
await writeTokenizer(join(WEIGHTS, "tiny-bert"), trainWordPiece(rows, 1280, 96));
