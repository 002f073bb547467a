import { doiAddress } from "../../../atlas/citation/doi.ts";
import { authorName } from "../../../atlas/citation/site-words.ts";
import { hasMaps, type AnyManifest } from "../../../atlas/files/manifest.ts";
import { markdownTable, markdownText as plain } from "../../markdown/markdown-text.ts";
import { licenseAddress } from "../licenses.ts";
import { creditedAuthors } from "./citation-cff.ts";
import { atlasTitle, dataFolder, describeDeposit, SITE_FOLDER, type Deposit } from "./deposit.ts";

/** What a person finds first in the deposit. */
export function depositReadme(deposit: Deposit): string {
  const { site, atlases } = deposit;
  const { title, date, license, doi, url } = site;
  const facts = [
    `By ${plain(creditedAuthors(site).map(authorName).join(", "))}${date === undefined ? "" : `, ${date}`}.`,
    license === undefined ? "" : `License: ${plain(license)} (${licenseAddress(license)}).`,
    doi === undefined ? "" : `DOI: ${doiAddress(doi)}`,
    url === undefined ? "" : `Published at ${url}`,
  ];
  const rows = atlases.map((atlas) => {
    const { model, dataset } = atlas.manifest;
    const [ofModel, ofDataset] = sourceDigests(atlas.manifest);
    const digests = [atlas.digest ?? "unknown", ofModel, ofDataset];
    return [
      plain(atlasTitle(atlas)),
      `\`${dataFolder(atlas.folder)}/\``,
      ...digests.map((digest) => `\`${digest}\``),
      plain(`${model.license}, ${dataset.license}`),
    ];
  });
  const blocks = [
    `# ${plain(title)}`,
    plain(describeDeposit(deposit)),
    facts.filter((fact) => fact !== "").join("\n"),
    "## What is here",
    `- \`${SITE_FOLDER}/\`: the web site. Any web server shows it, for example \`python3 -m http.server --directory ${SITE_FOLDER}\`.
- \`${SITE_FOLDER}/atlas/\`: the data that its pages show, a folder per atlas. \`files.json\` in each lists them with their SHA-256, \`ro-crate-metadata.json\` and \`croissant.json\` describe them.
- \`CITATION.cff\`, \`.zenodo.json\`, \`ro-crate-metadata.json\`: the description of this deposit for programs.`,
    ...(rows.length === 0
      ? []
      : [
          "## The atlases",
          markdownTable(
            ["atlas", "data", "digest of the data", "of the model", "of the dataset", "licenses of both"],
            rows,
          ),
        ]),
    "Each head has a page of its own, which says how to cite it.",
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Of the model and of the dataset. A tree of HeadVis has one digest as a whole. */
function sourceDigests(manifest: AnyManifest): readonly [model: string, dataset: string] {
  const short = (digest: string): string => digest.slice(0, 12);
  if (!hasMaps(manifest)) return [`tree ${short(manifest.model.digest)}`, "unknown"];
  return [short(manifest.model.digest), short(manifest.dataset.digest)];
}
