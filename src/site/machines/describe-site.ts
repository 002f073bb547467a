/** What programs are told about the whole site. */
import { site as words } from "headland:site";
import {
  atlasFile,
  atlasFiles,
  feedFile,
  guidePath,
  headFiles,
  headPath,
  matrixPath,
  claimsPath,
  withBase,
} from "../../atlas/address.ts";
import { authorName } from "../../atlas/citation/site-words.ts";
import { atlasOf, headsOf, type Manifest } from "../../atlas/files/manifest.ts";
import { parseHead } from "../../atlas/head/head-id.ts";
import { firstProjection } from "../../atlas/method.ts";
import type { PatternsManifest } from "../../atlas/patterns/patterns.ts";
import { countStates } from "../../claims/checked-files.ts";
import { allAtlases, headNumbers } from "../atlases.ts";
import { outsideSeries } from "../checkpoints.ts";
import { allClaims } from "../claims/all-claims.ts";
import { sayCounts } from "../claims/claim-words.ts";
import { describeDataset, describeModel, describePatterns } from "../descriptions.ts";
import { headOfEachKind } from "../front/striking-heads.ts";
import { allGuides } from "../guides.ts";
import { twinOf } from "../markdown/head-markdown.ts";
import { allPatterns, patternsTitle } from "../patterns/all-patterns.ts";
import { absoluteIn } from "../site-url.ts";
import type { FeedSource } from "./atlas-feed.ts";
import type { LlmsLink, LlmsSource } from "./llms-text.ts";

const ABOUT = "One page, one map and one permanent address for every attention head of a transformer.";

/** @param host Of the site, where it is known. */
export async function describeForModels(base: string, host: URL | undefined): Promise<LlmsSource> {
  const absolute = absoluteIn(host);
  const atlases = allAtlases();
  const trained = outsideSeries(atlases);
  const linkTo = (manifest: Manifest): LlmsLink => ({
    title: titleOf(manifest),
    address: absolute(twinOf(matrixPath(base, atlasOf(manifest)))),
    says: aboutAtlas(manifest),
  });
  const numbered = trained.map((manifest) => ({
    manifest,
    rows: [...headNumbers(atlasOf(manifest)).values()],
  }));
  const heads = headOfEachKind(numbered).flatMap(({ manifest, head, sentence }): LlmsLink[] => {
    const id = parseHead(head);
    if (id === undefined) return [];
    const address = absolute(twinOf(headPath(base, atlasOf(manifest), id)));
    return [{ title: `${manifest.model.name} ${head} on ${manifest.dataset.name}`, address, says: sentence }];
  });
  return {
    title: words.title,
    summary: words.description ?? ABOUT,
    details: [
      "Headland makes such atlases of ONNX models. Queries and keys of a head are points of one map; scores stand beside what would come out by chance.",
      "Below the address of this site, the page of a head is model/dataset/L3H5/: layer 3, head 5, both counted from 0. With .md in place of its last slash, a page of heads or of one head is Markdown.",
    ],
    sections: [
      { title: "Atlases", links: trained.map(linkTo) },
      {
        title: "Atlases without maps",
        links: allPatterns().map((manifest) => ({
          title: patternsTitle(manifest),
          address: absolute(twinOf(matrixPath(base, atlasOf(manifest)))),
          says: aboutPatterns(manifest),
        })),
      },
      { title: "Heads worth a look", links: heads },
      {
        title: "Guides",
        links: allGuides().map(({ slug, title, description }) => ({
          title,
          address: absolute(guidePath(base, slug)),
          says: description,
        })),
      },
      {
        title: "Claims",
        links: (await allClaims()).map(({ name, title, checked }) => ({
          title,
          address: absolute(`${claimsPath(base)}#file-${name}`),
          says: sayCounts(countStates(checked)),
        })),
      },
      {
        title: "Formats",
        links: formats(atlases[0], base).map((each) => ({ ...each, address: absolute(each.address) })),
      },
      { title: "Optional", links: atlases.filter((atlas) => !trained.includes(atlas)).map(linkTo) },
    ],
  };
}

/** Null while the site has no date or no address: a feed needs both, and neither can be made up. */
export function describeForFeed(base: string, host: URL | undefined): FeedSource | null {
  if (words.date === undefined || host === undefined) return null;
  const absolute = absoluteIn(host);
  return {
    title: words.title,
    subtitle: words.description ?? ABOUT,
    authors: words.authors.length > 0 ? words.authors.map(authorName) : [words.publisher ?? words.title],
    date: words.date,
    address: absolute(feedFile(base)),
    home: absolute(withBase(base, "")),
    atlases: [
      ...allAtlases().map((manifest) => ({
        title: titleOf(manifest),
        summary: aboutAtlas(manifest),
        address: absolute(matrixPath(base, atlasOf(manifest))),
        rights: rightsOf(manifest),
      })),
      ...allPatterns().map((manifest) => ({
        title: patternsTitle(manifest),
        summary: aboutPatterns(manifest),
        address: absolute(matrixPath(base, atlasOf(manifest))),
        rights: rightsOf(manifest),
      })),
    ],
  };
}

function rightsOf({ model, dataset }: Manifest | PatternsManifest): string {
  return `Model: ${model.license}. Dataset: ${dataset.license}.`;
}

function aboutPatterns(manifest: PatternsManifest): string {
  return `${manifest.model.description} ${describePatterns(manifest)}.`.trim();
}

function titleOf({ model, dataset }: Manifest): string {
  return `${model.name} on ${dataset.name}`;
}

function aboutAtlas(manifest: Manifest): string {
  const what = `${describeModel(manifest)}; ${describeDataset(manifest)}`;
  return manifest.model.description === "" ? `${what}.` : `${manifest.model.description} ${what}.`;
}

/** The files of an atlas, by the example of one. */
function formats(atlas: Manifest | undefined, base: string): LlmsLink[] {
  const id = atlas && headsOf(atlas)[0];
  if (atlas === undefined || id === undefined) return [];
  const at = (title: string, file: string, says: string): LlmsLink => ({
    title,
    address: atlasFile(base, atlasOf(atlas), file),
    says,
  });
  return [
    at("manifest.json", atlasFiles.manifest, "model, dataset, heads and maps of an atlas"),
    at("heads.json", atlasFiles.heads, "the numbers of all heads, with their values by chance"),
    at("tokens.json", atlasFiles.tokens(id.tower), "tokens, sequences and labels"),
    at("map", headFiles.coordinates(id, firstProjection(atlas)), "places of queries and keys of one head"),
    at("attention.json", headFiles.attention(id), "weights of one head"),
  ];
}
