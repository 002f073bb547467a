/** The Markdown twin of the page of all heads: what each head does, and where to read on. Pure. */
import { atlasFile, atlasFiles, headPath, matrixPath } from "../../atlas/address.ts";
import { atlasOf, headsOf, manifestOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead } from "../../atlas/head/head-id.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { firstProjection } from "../../atlas/method.ts";
import { describeDataset, describeModel, describeSample } from "../descriptions.ts";
import { readHead } from "../head-reading.ts";
import { twinOf, type TwinOptions } from "./head-markdown.ts";
import { markdownLink as link, markdownTable, markdownText } from "./markdown-text.ts";

export function atlasMarkdown(
  manifest: Manifest,
  numbers: ReadonlyMap<string, HeadNumbers>,
  base: string,
  { absolute, citation }: TwinOptions,
): string {
  const { model, dataset } = manifest;
  const [id, title] = [atlasOf(manifest), `${model.name} on ${dataset.name}`];
  const heads = headsOf(manifest).map((head) => {
    const name = formatHead(head);
    const row = numbers.get(name);
    const reading = row ? readHead(manifestOf(manifest, head.tower), row).text : "";
    return [
      link(name, absolute(twinOf(headPath(base, id, head)))),
      markdownText(reading.replaceAll("\u00a0", " ")),
    ];
  });
  const files = [
    ["Description of the atlas", atlasFiles.manifest],
    ["Numbers of all heads", atlasFiles.heads],
    ["List of all files, with their digests", atlasFiles.files],
    ["Maps of all heads, as a picture", atlasFiles.sheet(firstProjection(manifest))],
  ].map(([name = "", file = ""]) => `- ${link(name, absolute(atlasFile(base, id, file)))}`);
  const about = [describeModel(manifest), `${describeDataset(manifest)}.`].map(markdownText).join(" · ");
  const sample = describeSample(manifest);
  const blocks = [
    `# ${markdownText(title)}`,
    `All attention heads of ${markdownText(title)}. ${link("The page with their maps", absolute(matrixPath(base, id)))}`,
    ...[model.description, dataset.description].filter((text) => text !== "").map(markdownText),
    sample === undefined ? about : `${about} ${markdownText(sample)}`,
    "## Heads",
    markdownTable(["Head", "What it does"], heads),
    "## Files",
    files.join("\n"),
    ...(citation === "" ? [] : ["## Cite", citation]),
  ];
  return `${blocks.join("\n\n")}\n`;
}
