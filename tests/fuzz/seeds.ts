/** Small inputs of every kind that a build reads, made here. */
import sharp from "sharp";
import { drawPicture } from "../helpers/drawn-pictures.ts";

const TEXTS = [
  "the cat sees a bird .",
  "a dog, “the cat” and the b\u00efrd!",
  "caf\u00e9 \u{1f600} \u4e16\u754c 37 %",
];

export const JSON_LINES = TEXTS.map((text, i) =>
  JSON.stringify({
    text,
    kind: i % 2 === 0 ? "even" : "odd",
    year: 1900 + i,
    tags: ["a", "b"],
    spans: {
      part: [
        [0, 3, "article"],
        [4, 7, "noun"],
      ],
      cover: [[0, 5, 0.5]],
    },
  }),
).join("\n");

export const CSV = 'text,kind,year\n"a cat, a dog",story,1900\n"she said ""no""",list,1901\nplain,,1902.5\n';

export const LINES = `${TEXTS.join("\n")}\n\nlast\n`;

export const LABELS = JSON.stringify([
  { file: "a.png", label: "cat", score: 0.5, cover: [1, 2, null, 4] },
  { file: "b.png", label: "dog", boxes: [[0, 1, 2, 3]], cover: [0, 0, 0.5, 1] },
]);

export const MODEL_YAML = `name: Tiny
description: A model of one layer
license: CC0-1.0
source: ./weights/tiny
file: [onnx/model.onnx]
inputs:
  tokenizer: ./weights/tiny
  maxLength: 32
  image: { size: [8, 8], mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], resample: bicubic }
  names: { pixel_values: x, input_ids: [a, b] }
  grid: [4, 4]
datasets: [lines]
weights: onnx
checkpoint: { of: big, step: 100, name: early }
special: { bos: drop }
`;

export const COURSE_YAML = `name: Course
source: hub:org/name@main
datasets: [lines]
weights: safetensors
checkpoints:
  revisions: [step0, step1000, refs/pr/1, v1.0-rc+2]
`;

export const DATASET_YAML = `name: Lines
description: |
  Some lines
kind: text
source: ./lines.jsonl
limit: { sequences: 10, tokensPerSequence: 16, points: 1000, window: cut }
spanUnits: utf16
labelGrid: [2, 2]
projection:
  methods: &methods [pca, umap]
  dims: [2, 3]
  perplexity: 5
  nNeighbors: 15
  minDist: 0.1
  epochs: null
  seed: 7
`;

const VECTOR = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="30" viewBox="0 0 40 30">
<defs><filter id="f"><feGaussianBlur stdDeviation="2"/></filter><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>
<rect width="20" height="10" fill="url(#g)" filter="url(#f)"/><g id="p"><circle cx="20" cy="15" r="8"/></g>
<use xlink:href="#p" x="5"/><text x="2" y="20" font-size="8">a</text><path d="M0 0L40 30Z" stroke="blue" stroke-width="2"/>
</svg>`;

/** Pictures by the ending of their files. */
export async function pictures(): Promise<readonly { readonly ending: string; readonly bytes: Buffer }[]> {
  const { data, width, height } = drawPicture("odd noise");
  const drawn = () => sharp(data, { raw: { width, height, channels: 3 } });
  const made: readonly (readonly [ending: string, Promise<Buffer> | Buffer])[] = [
    ["png", drawn().png().toBuffer()],
    ["png", drawn().png({ palette: true, progressive: true }).toBuffer()],
    ["png", drawn().toColourspace("rgb16").png().toBuffer()],
    ["jpg", drawn().jpeg().toBuffer()],
    ["jpeg", drawn().withMetadata({ orientation: 6 }).jpeg({ progressive: true }).toBuffer()],
    ["jpg", drawn().toColourspace("cmyk").jpeg().toBuffer()],
    ["webp", drawn().webp({ lossless: true }).toBuffer()],
    ["webp", drawn().webp().toBuffer()],
    ["gif", drawn().gif().toBuffer()],
    ["tif", drawn().tiff({ compression: "none" }).toBuffer()],
    ["tiff", drawn().tiff({ compression: "lzw", tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer()],
    ["tiff", drawn().tiff({ compression: "deflate", pyramid: true }).toBuffer()],
    ["avif", drawn().avif({ effort: 0 }).toBuffer()],
    ["svg", Buffer.from(VECTOR)],
  ];
  return Promise.all(made.map(async ([ending, bytes]) => ({ ending, bytes: await bytes })));
}

interface WaveFormat {
  readonly code: number;
  readonly bits: number;
  readonly nChannels: number;
}

/** A tone at 16 kHz; its levels make some sense in every format. */
export function wave({ code, bits, nChannels }: WaveFormat, nFrames = 800): Buffer {
  const data = Buffer.alloc((nFrames * nChannels * bits) / 8);
  for (let i = 0; i < data.length; i++) data[i] = code === 3 && i % 4 === 3 ? 0x3e : (i * 37) % 251;
  const format = Buffer.alloc(16);
  format.writeUInt16LE(code, 0);
  format.writeUInt16LE(nChannels, 2);
  format.writeUInt32LE(16_000, 4);
  format.writeUInt32LE((16_000 * nChannels * bits) / 8, 8);
  format.writeUInt16LE((nChannels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  const chunk = (name: string, content: Buffer): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(content.length);
    return Buffer.concat([Buffer.from(name), size, content]);
  };
  return chunk("RIFF", Buffer.concat([Buffer.from("WAVE"), chunk("fmt ", format), chunk("data", data)]));
}
