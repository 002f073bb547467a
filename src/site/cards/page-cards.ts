/** The cards of this site: what the picture beside a link to a page shows. */
import { site as words } from "headland:site";
import { atlasFiles, atlasFolder, cardFile, guidePath, guidesPath, headFiles, headPath, matrixPath, toursPath, withBase } from "../../atlas/address.ts"; // prettier-ignore
import { atlasOf, headsOf, manifestOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, parseHead, type HeadId } from "../../atlas/head/head-id.ts";
import { firstProjection, type Projection } from "../../atlas/method.ts";
import type { CardPicture, PageCard } from "../../atlas/page-card.ts";
import { AUTO_COLOR } from "../../atlas/view/view.ts";
import { allAtlases, headNumbers } from "../atlases.ts";
import { outsideSeries } from "../checkpoints.ts";
import { strikingHeads } from "../front/striking-heads.ts";
import { allGuides } from "../guides.ts";
import { allPatterns, patternsTitle } from "../patterns/all-patterns.ts";
import { readHead } from "../head-reading.ts";
import { findingCards } from "./finding-cards.ts";
import type { PageOfCard } from "./page-of-card.ts";

/** Where the card of a page is. */
export interface CardPlace extends Omit<PageOfCard, "path"> {
  /** Below the base, e.g. `tiny-gpt/stories/card.png`. */
  readonly file: string;
}

const ABOUT = "One page, one map and one permanent address for every attention head of a transformer.";
const TOURS =
  "A few steps each, through heads of this site. Every step shows one view and asks one question.";
const GUIDES = "How to show your own model, read its maps and publish an atlas.";

/** All that the build draws: one per page, but cards of single heads and measures only if the site asks for them. */
export function allCards(): CardPlace[] {
  const at = (path: string, card: PageCard): CardPlace => ({ file: fileOf(path), card });
  const atlases = allAtlases();
  return [
    at(withBase("/", ""), frontCard()),
    at(guidesPath("/"), ofWords("", "Guides", GUIDES)),
    at(toursPath("/"), ofWords("Guides", "Tours", TOURS)),
    ...allGuides().map(({ slug, title, description }) =>
      at(guidePath("/", slug), ofWords("Guides", title, description)),
    ),
    ...atlases.map((manifest) => at(matrixPath("/", atlasOf(manifest)), atlasCard(manifest))),
    // A head without a map has no picture of its own: it is shown with the card of its atlas.
    ...allPatterns().map((manifest) =>
      at(
        matrixPath("/", atlasOf(manifest)),
        ofWords("Numbers and patterns", patternsTitle(manifest), manifest.model.description),
      ),
    ),
    ...findingCards(mapOf).map(({ path, ...own }) => ({ file: fileOf(path), ...own })),
    ...(words.cards === "all"
      ? atlases.flatMap((manifest) =>
          headsOf(manifest).map((id) => at(headPath("/", atlasOf(manifest), id), headCard(manifest, id))),
        )
      : []),
  ];
}

/** @param path At the root of a host. */
function fileOf(path: string): string {
  return cardFile(path).slice(1);
}

/** Three heads that stand out, each of another kind. */
function frontCard(): PageCard {
  const atlases = outsideSeries(allAtlases()).map((manifest) => ({
    manifest,
    rows: [...headNumbers(atlasOf(manifest)).values()],
  }));
  const heads = strikingHeads(atlases).flatMap(({ manifest, head }) => {
    const id = parseHead(head);
    return id === undefined ? [] : [mapOf(manifest, id)];
  });
  const pictures = heads.length === 3 ? heads : heads.slice(0, 1);
  return { over: "", title: words.title, says: words.description ?? ABOUT, site: words.title, pictures };
}

function ofWords(over: string, title: string, says: string): PageCard {
  return { over, title, says, site: words.title, pictures: [] };
}

function atlasCard(manifest: Manifest): PageCard {
  const { columns, rows, colors } = manifest.sheet;
  const color = colors?.includes(AUTO_COLOR) === true ? AUTO_COLOR : "role";
  const file = inAtlas(manifest, atlasFiles.sheet(firstProjection(manifest), color));
  return {
    over: "All attention heads",
    title: `${manifest.model.name} on ${manifest.dataset.name}`,
    says: manifest.model.description,
    site: words.title,
    pictures: [{ file, columns, rows }],
  };
}

function headCard(manifest: Manifest, id: HeadId): PageCard {
  const name = formatHead(id);
  const numbers = headNumbers(atlasOf(manifest)).get(name);
  return {
    over: `${manifest.model.name} on ${manifest.dataset.name}`,
    title: name,
    says: numbers ? readHead(manifestOf(manifest, id.tower), numbers).text : "",
    site: words.title,
    pictures: [mapOf(manifest, id)],
  };
}

function mapOf(manifest: Manifest, id: HeadId): CardPicture {
  const projection: Projection = firstProjection(manifest);
  return { file: inAtlas(manifest, headFiles.thumbnail(id, projection)), columns: 1, rows: 1 };
}

function inAtlas(manifest: Manifest, file: string): string {
  return `${atlasFolder(atlasOf(manifest))}/${file}`;
}
