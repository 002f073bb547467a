/**
 * Opens a checkpoint in a process of its own, captures tokens of it, and prints a line of JSON: seconds, and the memory
 * that the process took. `<entry> <tokens per sequence> <sequences> <folder for the capture>`
 */
import { capture } from "#pipeline/capture/capture.ts";
import { startsOf, type EncodedDataset } from "#pipeline/inputs/encoded-dataset.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";

const [entry = "", length = "", n = "", folder = ""] = process.argv.slice(2);
const lengths = new Array<number>(Number(n)).fill(Number(length));

/** Made-up tokens: what they are does not matter to time and memory. */
const dataset: EncodedDataset = {
  kind: "text",
  sequences: lengths.map((tokens, s) => ({
    ids: Array.from({ length: tokens }, (_, i) => 3 + ((i * 7919 + s * 31) % 20_000)),
    typeIds: new Array<number>(tokens).fill(0),
    tokens: new Array<string>(tokens).fill("word"),
    isSpecial: new Array<boolean>(tokens).fill(false),
    labels: new Map(),
    tokenLabels: new Map(),
  })),
  nTokens: lengths.reduce((a, b) => a + b, 0),
  starts: startsOf(lengths),
  sampledFrom: null,
  tooLong: null,
  grid: null,
};

const secondsSince = (began: number): number => (performance.now() - began) / 1000;
const peakMb = (): number => process.resourceUsage().maxRSS / 1024;

const before = peakMb();
let began = performance.now();
const model = await openModel(entry);
const open = { seconds: secondsSince(began), peakMb: peakMb() };
began = performance.now();
const cpuBefore = process.cpuUsage();
const { heads, replay } = await capture(model, new Map([["", dataset]]), folder, {
  onBatch: (nDone) => {
    process.stderr.write(
      `${nDone} of ${n} sequences, ${secondsSince(began).toFixed(0)} s, ${peakMb().toFixed(0)} MB\n`,
    );
  },
});
const { user, system } = process.cpuUsage(cpuBefore);
console.log(
  JSON.stringify({
    before,
    open,
    nParts: model.parts?.length ?? 1,
    nHeads: heads.length,
    seconds: secondsSince(began),
    cpuSeconds: (user + system) / 1e6,
    peakMb: peakMb(),
    maxError: replay.maxError,
  }),
);
await model.release();
