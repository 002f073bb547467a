/** The cards of pages on which heads are found: measures, species, the map of heads, comparison, claims and circuits. */
import { site as words } from "headland:site";
import { circuitsPath, claimsPath, comparePath, fieldGuidePath, headsMapPath, measurePath, measuresPath, speciesPath } from "../../atlas/address.ts"; // prettier-ignore
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, parseHead, type HeadId } from "../../atlas/head/head-id.ts";
import type { CardPicture, PageCard } from "../../atlas/page-card.ts";
import { CATALOG } from "../../measures/catalog/catalog.ts";
import { explanationOf } from "../../measures/explanations/explanations.ts";
import { allAtlases } from "../atlases.ts";
import { siteHeads } from "../measures/measure-pages.ts";
import { standingOf } from "../measures/standing.ts";
import { fieldGuide } from "../species/field-guide.ts";
import { countOfMembers, besideOthers, sharedMeasures } from "../species/species-words.ts";
import { typicalMembers } from "../species/typical-members.ts";
import { drawCircuits, drawHeads } from "./card-drawings.ts";
import type { PageOfCard } from "./page-of-card.ts";

const MEASURES = "Every number that Headland gives of a head: what it is, and where it misleads.";
const COMPARE =
  "Two heads side by side: of one model, of two models, of two checkpoints, or before and after a change.";
const CLAIMS = "Sentences about heads, each with a condition that is checked on the numbers of the atlases.";
const SPECIES = "Kinds of attention heads that numbers set apart, whatever the model.";
const HEADS = "All attention heads on one map: near heads do much the same.";

type MapOf = (manifest: Manifest, id: HeadId) => CardPicture;

/** @param mapOf The picture of a head. */
export function findingCards(mapOf: MapOf): PageOfCard[] {
  return [
    { path: measuresPath("/"), card: card({ title: "Measures", says: MEASURES }) },
    { path: comparePath("/"), card: card({ title: "Compare heads", says: COMPARE }) },
    { path: claimsPath("/"), card: card({ title: "Claims", says: CLAIMS }) },
    {
      path: headsMapPath("/"),
      card: card({ title: "Map of heads", says: HEADS, shows: `${HEADS} A dot is a head.` }),
      drawing: drawHeads,
    },
    ...speciesCards(mapOf),
    ...allAtlases().map((manifest) => ({
      path: circuitsPath("/", atlasOf(manifest)),
      card: circuitsCard(manifest),
      drawing: () => drawCircuits(manifest),
    })),
    ...(words.cards === "all" ? measureCards(mapOf) : []),
  ];
}

function card(own: Pick<PageCard, "title" | "says"> & Partial<PageCard>): PageCard {
  return { over: "", site: words.title, pictures: [], ...own };
}

/** The guide itself shows a head of its first species. */
function speciesCards(mapOf: MapOf): PageOfCard[] {
  const guide = fieldGuide();
  const pictured = guide.species.map((species) => {
    const [member] = typicalMembers(guide, species, 1);
    const head = member && guide.heads[member.head];
    const id = head && parseHead(head.numbers.head);
    const of = id ? `${formatHead(id)} of ${head.manifest.model.name} on ${head.manifest.dataset.name}` : "";
    const picture = {
      pictures: id ? [mapOf(head.manifest, id)] : [],
      ...(id ? { shows: `Map of a head of the species ${species.name}: ${of}` } : {}),
    };
    return { species, picture };
  });
  return [
    {
      path: fieldGuidePath("/"),
      card: card({ title: "Species of heads", says: SPECIES, ...pictured[0]?.picture }),
    },
    ...pictured.map(({ species, picture }) => {
      const [main] = sharedMeasures(guide, species);
      const beside = main ? ` ${besideOthers(main, species.members.length)}` : "";
      const says = `${countOfMembers(guide, species)}.${beside}`;
      const over = "Species of heads";
      return {
        path: speciesPath("/", species.slug),
        card: card({ over, title: species.name, says, ...picture }),
      };
    }),
  ];
}

function circuitsCard({ model, dataset }: Manifest): PageCard {
  return card({
    over: `${model.name} on ${dataset.name}`,
    title: "Circuits",
    says: "Which heads read what earlier heads write, by their weight matrices alone.",
    shows: `Links between the attention heads of ${model.name}`,
  });
}

/** With the map of the head that leads in it. */
function measureCards(mapOf: MapOf): PageOfCard[] {
  return CATALOG.map((measure) => {
    const [leading] = standingOf(measure, siteHeads(), 1).leading;
    const { title } = measure;
    const { manifest, id } = leading?.about ?? {};
    const head = manifest && id ? `${formatHead(id)} of ${manifest.model.name}` : "";
    return {
      path: measurePath("/", measure.id),
      card: card({
        ...{ over: "Measures", title, says: explanationOf(measure).says },
        ...(manifest && id
          ? { pictures: [mapOf(manifest, id)], shows: `Map of the head that leads in ${title}: ${head}` }
          : {}),
      }),
    };
  });
}
