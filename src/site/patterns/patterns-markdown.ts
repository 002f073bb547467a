/** The Markdown twins of pages of an atlas without maps. Pure. */
import { atlasFile, atlasFiles, headPath, matrixPath } from "../../atlas/address.ts";
import { formatHead } from "../../atlas/head/head-id.ts";
import { atlasOf } from "../../atlas/files/manifest.ts";
import {
  patternsFile,
  type HeadPatterns,
  type PatternsHead,
  type PatternsManifest,
} from "../../atlas/patterns/patterns.ts";
import { strongestLinks } from "../../drawing/patterns/arcs.ts";
import { tokenWord } from "../../drawing/patterns/token-words.ts";
import { twinOf } from "../markdown/head-markdown.ts";
import { markdownLink as link, markdownTable, markdownText } from "../markdown/markdown-text.ts";
import { chosenSequences } from "./chosen-sequences.ts";
import { headReading, patternsReading } from "./patterns-reading.ts";
import { shownNumber } from "./shown-number.ts";

export interface PatternsTwin {
  readonly manifest: PatternsManifest;
  readonly base: string;
  /** The full address of a path of this site, where the site knows its host. */
  readonly absolute: (path: string) => string;
  /** A block of Markdown that says how to cite the page. */
  readonly citation: string;
}

const NO_MAP =
  "No map: this export has no vectors. It was made of a HeadVis tree, which holds numbers and the largest weights of some sequences per head.";

/** Of each sequence that the page shows. */
const N_LINKS = 3;

export function patternsMarkdown({ manifest, base, absolute, citation }: PatternsTwin): string {
  const { model, dataset, numbers, heads } = manifest;
  const id = atlasOf(manifest);
  const rows = heads.map((head) => [
    link(formatHead(head), absolute(twinOf(headPath(base, id, head)))),
    ...head.values.map(shownNumber),
    markdownText(patternsReading(manifest, head)[0] ?? ""),
  ]);
  const names = numbers.map(({ name }) => markdownText(name));
  return joined([
    `# ${titleOf(manifest)}`,
    `All attention heads of ${titleOf(manifest)}. ${link("The page", absolute(matrixPath(base, id)))}`,
    NO_MAP,
    ...[model.description, dataset.description].filter((text) => text !== "").map(markdownText),
    "## Heads",
    markdownTable(
      ["Head", ...names, "What it does"],
      rows,
      names.map((_, i) => i + 1),
    ),
    "## What the numbers mean",
    numbers.map(({ name, meaning }) => `- ${markdownText(name)}: ${markdownText(meaning)}`).join("\n"),
    "## Files",
    [
      ["Description of the atlas, and the numbers of all heads", atlasFiles.manifest],
      ["List of all files, with their digests", atlasFiles.files],
    ]
      .map(([title = "", file = ""]) => `- ${link(title, absolute(atlasFile(base, id, file)))}`)
      .join("\n"),
    "## Cite",
    citation,
  ]);
}

/** @param patterns Null where they cannot be read. */
export function patternsHeadMarkdown(
  { manifest, base, absolute, citation }: PatternsTwin,
  head: PatternsHead,
  patterns: HeadPatterns | null,
): string {
  const [id, name] = [atlasOf(manifest), formatHead(head)];
  const reading = headReading(manifest, head, patterns);
  const { strongest, weaker } = chosenSequences(patterns?.sequences ?? []);
  const pairs = [...strongest, ...weaker].flatMap((sequence) =>
    strongestLinks(sequence, N_LINKS).map(({ query, key, weight }) => [
      markdownText(tokenWord(sequence.tokens[query] ?? "")),
      markdownText(tokenWord(sequence.tokens[key] ?? "")),
      weight.toFixed(2),
      String(sequence.id),
      `${query}, ${key}`,
    ]),
  );
  return joined([
    `# ${name} of ${titleOf(manifest)}`,
    `Attention head ${name}. ${link("The page", absolute(headPath(base, id, head)))}. ${link("All heads", absolute(twinOf(matrixPath(base, id))))}`,
    ...(reading.length === 0 ? [] : [markdownText(reading.join(" "))]),
    NO_MAP,
    "## Its numbers",
    markdownTable(
      ["Number", "Value", "What it is"],
      manifest.numbers.map(({ name: number, meaning }, i) => [
        markdownText(number),
        shownNumber(head.values[i] ?? null),
        markdownText(meaning),
      ]),
      [1],
    ),
    ...(pairs.length === 0
      ? []
      : [
          "## Strongest links of some sequences",
          "The query attends to the key with this weight, out of 1. Positions are counted from 0.",
          markdownTable(["Query", "Key", "Weight", "Sequence", "Positions"], pairs, [2, 3, 4]),
        ]),
    "## Files",
    `- ${link(`All ${head.nSequences} sequences with their weights`, absolute(atlasFile(base, id, patternsFile(head))))}`,
    "## Cite",
    citation,
    "## Where it comes from",
    ...manifest.warnings.map(markdownText),
    [
      `- Model: ${markdownText(manifest.model.name)}; license ${markdownText(manifest.model.license)}`,
      `- Dataset: ${markdownText(manifest.dataset.name)}; license ${markdownText(manifest.dataset.license)}`,
      `- Tree: sha-256 ${manifest.model.digest}`,
      `- Build: ${manifest.buildKey}`,
    ].join("\n"),
  ]);
}

function titleOf({ model, dataset }: PatternsManifest): string {
  return `${markdownText(model.name)} on ${markdownText(dataset.name)}`;
}

function joined(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}
