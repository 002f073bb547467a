/** The tours through heads that read text. Each is offered if the site has a head that clearly does what it is about. */
import { nPointsOf } from "../../atlas/files/manifest.ts";
import { percent } from "../../color/explained-words.ts";
import type { Tour } from "../../viewer/tour/tour.ts";
import { stageName } from "../checkpoints.ts";
import { count } from "../descriptions.ts";
import { readNearness } from "../map-reading.ts";
import { chancePercent, LEAST, percentOf, type Beyond } from "../reading/head-shares.ts";
import {
  bestExample,
  firstKey,
  followerKeys,
  isWord,
  previousKey,
  quoted,
  type Example,
} from "./examples.ts";
import { sortedBy } from "./sorted-by.ts";
import { firstQuality, shareOf, strongest, type TourHead } from "./tour-heads.ts";
import type { TourSite } from "./tour-site.ts";
import { writeTour, type DraftStep } from "./write-tour.ts";

/** How far beyond chance a head must go for a tour to be about it. */
const CLEAR = 0.3;

export async function queryAndKeyTour(site: TourSite): Promise<Tour | null> {
  const head = strongest(site.text, nearnessBeyondChance, CLEAR);
  const quality = head && firstQuality(head);
  const shown =
    head && (await clearest(site, head, (place, ids) => ids.slice(0, place).map((_, key) => key)));
  if (!quality || !shown) return null;
  const { example, query, key } = shown;
  const { nTokens } = head.manifest.dataset;
  return writeTour(
    {
      slug: "query-and-key",
      title: "Query and key",
      about: "Why every token stands on the map twice, and what it means for the two to be near.",
    },
    [
      {
        head,
        view: { color: "role" },
        text: "On this map every token stands twice: as a query (a disc), with what it looks for, and as a key (a ring), with what it offers to others.",
        question: "How many points does the map have?",
        answer: `${count(nPointsOf(head.manifest))}: ${count(nTokens)} tokens, each once as a query and once as a key.`,
      },
      {
        head,
        view: { color: "role", selected: { role: "query", token: example.query }, panel: "lines" },
        text: `Selected is ${query} as a query. Lines lead to the keys that it attends to: the stronger a line, the more of the attention goes there.`,
        question: "Which token gets the most?",
        answer: `${key}, with ${percent(example.share)} of its attention.`,
      },
      {
        head,
        view: { color: "role", selected: { role: "key", token: example.key }, panel: "lines" },
        text: `Now ${key} is selected as a key. Lines lead to the queries that attend to it, ${query} among them.`,
        question: "Does a query of this head lie near the key that it attends to?",
        answer: readNearness(quality),
      },
    ],
  );
}

export async function previousTokenTour(site: TourSite): Promise<Tour | null> {
  const [head, share] = byShare(site.text, "previous");
  const shown = head && (await clearest(site, head, previousKey));
  if (!shown || !share) return null;
  const { example, query, key } = shown;
  return writeTour(
    {
      slug: "previous-token",
      title: "The token before",
      about: "A head that looks one token back, and how a pattern shows that at a glance.",
    },
    [
      {
        head,
        view: { selected: { role: "query", token: example.query }, panel: "lines" },
        text: `Selected is ${query} as a query. In its sequence it comes right after ${key}.`,
        question: "Where does its attention go?",
        answer: `To ${key}, the token before it: ${percent(example.share)}. On average over all tokens, ${ofAttention(share)} goes there.`,
      },
      {
        head,
        view: { selected: { role: "query", token: example.query }, panel: "average" },
        text: "The average pattern has a row for every query and a column for every key, by their places in the sequence.",
        question: "What does the line beside the diagonal say?",
        answer:
          "That tokens attend to the one before them: in each row, the cell one to the left of the diagonal stands for it.",
      },
      sortedBy(head, "position", "position", "tokens of the same place in their sequences"),
    ],
  );
}

export async function inductionTour(site: TourSite): Promise<Tour | null> {
  const [head, share] = byShare(site.text, "induction");
  const shown = head && (await clearest(site, head, followerKeys));
  if (!shown || !share) return null;
  const { example, query, key } = shown;
  const [other] = site.elsewhere(head);
  return writeTour(
    {
      slug: "induction",
      title: "Induction",
      about:
        "A head that has learned to copy: it finds where a token stood before, and looks at what came next.",
    },
    [
      {
        head,
        view: { selected: { role: "query", token: example.query }, panel: "lines" },
        text: `Selected is ${query} as a query. The same token stood in this sequence before, and ${key} came right after it.`,
        question: `Where does the later ${query} look?`,
        answer: `At ${key}, as if to say it again: ${percent(example.share)}. On average over all tokens seen before, ${ofAttention(share)} goes to what followed them then.`,
      },
      other
        ? {
            head: other.head,
            text: `The same head of the same model on other text: ${other.head.manifest.dataset.name}.`,
            question: "Does it do the same there?",
            answer: other.reading,
          }
        : null,
      learned(site, head),
    ],
  );
}

export async function sinkTour(site: TourSite): Promise<Tour | null> {
  const [head, share] = byShare(site.text, "first");
  const shown = head && share && (await clearest(site, head, firstKey, share.value));
  if (!shown) return null;
  const { example, query, key } = shown;
  const selected = { role: "query", token: example.query } as const;
  return writeTour(
    {
      slug: "sink",
      title: "A place to rest",
      about: "A head that mostly looks at the first token, whatever that is, and what is left without it.",
    },
    [
      {
        head,
        view: { selected, panel: "lines" },
        text: `Selected is ${query} as a query. It could attend to every token before it.`,
        question: "Which one does it choose?",
        answer: `The first token of its sequence, ${key}: ${percent(example.share)}. On average over all tokens, ${ofAttention(share)} goes there.`,
      },
      {
        head,
        view: { selected, panel: "average" },
        text: "In the average pattern, each column is a key: the place in the sequence that is looked at.",
        question: "What does the strong column at the left say?",
        answer:
          "That queries attend to the first token wherever they stand. A head that finds nothing to look at must still spend its attention; where it leaves it is called a sink.",
      },
      {
        head,
        view: { selected, panel: "lines", leftOut: "first" },
        text: "Here the first token is left out, and the weights of the others are shown as if they made up the whole.",
        question: "How much of the attention do these lines stand for?",
        answer: `For ${percent(1 - example.share)} of the attention of ${query}: what looks strong here is little.`,
      },
    ],
  );
}

/** The step of training at which the head's induction grew most. */
function learned(site: TourSite, head: TourHead): DraftStep | null {
  const stages = site.stagesOf(head).flatMap(({ manifest, numbers }) => {
    const value = numbers?.metrics.induction ?? null;
    return value === null ? [] : [{ manifest, value }];
  });
  const grown = stages
    .slice(1)
    .map((after, i) => ({ before: stages[i]!, after }))
    .sort((a, b) => b.after.value - b.before.value - (a.after.value - a.before.value))[0];
  const chance = head.numbers.chance?.induction ?? null;
  if (!grown || chance === null || grown.after.value <= grown.before.value) return null;
  const { before, after } = grown;
  const name = (stage: (typeof stages)[number]): string =>
    after.manifest.model.checkpoint || stage === before ? stageName(stage.manifest) : "the trained model";
  return {
    head: { atlas: after.manifest, id: head.id },
    text: `The same head at ${name(after)}${after.manifest.model.checkpoint ? " of its training" : ""}. The slider below the map moves the points from stage to stage; the curve is its induction.`,
    question: "When does it learn to copy?",
    answer: `Its induction grows most between ${name(before)} (${percentOf(before.value)} %) and ${name(after)} (${percentOf(after.value)} %; ${chancePercent(chance)}).`,
  };
}

function byShare(
  heads: readonly TourHead[],
  measure: "previous" | "first" | "induction",
): [TourHead | undefined, Beyond | null] {
  const head = strongest(heads, (each) => shareOf(each, measure)?.beyond ?? null, LEAST.habit);
  return [head, head ? shareOf(head, measure) : null];
}

/** `97 % of the attention (chance 8 %)` */
function ofAttention({ value, chance }: Beyond): string {
  return `${percentOf(value)} % of the attention (${chancePercent(chance)})`;
}

function nearnessBeyondChance(head: TourHead): number | null {
  const quality = firstQuality(head);
  const chance = quality?.attentionRecallChance;
  return quality && chance !== undefined && chance < 1
    ? (quality.attentionRecall - chance) / (1 - chance)
    : null;
}

interface Shown {
  readonly example: Example;
  readonly query: string;
  readonly key: string;
}

/** The clearest example, or one near a share, with a word as query, and as key if a key that counts is one. */
async function clearest(
  site: TourSite,
  head: TourHead,
  wanted: Parameters<typeof bestExample>[2],
  near = 1,
): Promise<Shown | null> {
  const files = await site.filesOf(head);
  if (files === null) return null;
  const { table, attention } = files;
  const isQuery = isWord(table);
  const example =
    bestExample(table, attention, wanted, { isQuery, isKey: isQuery, near }) ??
    bestExample(table, attention, wanted, { isQuery, near }) ??
    bestExample(table, attention, wanted, { near });
  return example && { example, query: quoted(table, example.query), key: quoted(table, example.key) };
}
