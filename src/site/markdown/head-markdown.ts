/** The Markdown twin of a head's page: what the page says, for programs, and for people who read plain text. */
import { MARKS } from "../../claims/report.ts";
import { CIRCUIT_WORDS } from "../../atlas/circuits/kinds.ts";
import { describeDataset, describeSample } from "../descriptions.ts";
import type { HeadFacts } from "../facts/head-facts.ts";
import { twoDecimals } from "../head-habits.ts";
import { markdownLink as link, markdownTable, markdownText } from "./markdown-text.ts";

export interface TwinOptions {
  /** The full address of a path of this site, where the site knows its host. */
  readonly absolute: (path: string) => string;
  /** A block of Markdown that says how to cite the head; empty for none. */
  readonly citation: string;
}

/** @returns The whole file; the same for the same facts. */
export function headMarkdown(facts: HeadFacts, options: TwinOptions): string {
  const blocks = [
    ...opening(facts, options),
    ...claims(facts, options),
    ...habits(facts),
    ...why(facts),
    ...measures(facts, options),
    ...pairs(facts),
    ...circuits(facts),
    ...maps(facts),
    ...alike(facts, options),
    ...related(facts, options),
    ...files(facts, options),
    ...(options.citation === "" ? [] : ["## Cite", options.citation]),
    ...origin(facts),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function opening(
  { title, name, manifest, path, thumbnail, reading }: HeadFacts,
  { absolute }: TwinOptions,
): string[] {
  const { model, dataset } = manifest;
  const what = `Attention head ${name} of ${plain(model.name)} on ${plain(dataset.name)}. ${link("The page with its map", absolute(path))}`;
  const picture = `![Map of ${name}: queries as discs and keys as rings](${absolute(thumbnail)})`;
  return [`# ${plain(title)}`, what, ...(reading.length > 0 ? [plain(reading.join(" "))] : []), picture];
}

function claims({ claims: found }: HeadFacts, { absolute }: TwinOptions): string[] {
  if (found.length === 0) return [];
  const items = found.map(({ state, says, note, path }) => {
    return `- ${MARKS[state]} ${link(says, absolute(path))}: ${plain(note)}`;
  });
  return ["## Claims", items.join("\n")];
}

function habits({ habits: rows }: HeadFacts): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ name, score, note }) => [plain(name), score ?? twoDecimals(null), plain(note)]);
  return ["## What this head does", markdownTable(["Measure", "Score", "What it is"], cells, [1])];
}

function measures({ measures: rows }: HeadFacts, { absolute }: TwinOptions): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ title, path, value, chance }) => [
    link(title, absolute(path)),
    value,
    chance ?? "",
  ]);
  return ["## All measures", markdownTable(["Measure", "Number", "Chance"], cells, [1, 2])];
}

function why({ why: found }: HeadFacts): string[] {
  if (found === null) return [];
  const rows = found.rows.map(({ name, effect, share }) => [plain(name), plain(effect), plain(share)]);
  return [
    "## Why it attends",
    `Its attention: ${plain(found.mixture)}.`,
    ...(rows.length > 0 ? [markdownTable(["Key", "Score", "Explains"], rows, [1, 2])] : []),
    plain(found.note),
  ];
}

function pairs({ pairs: found, manifest }: HeadFacts): string[] {
  if (found.length === 0) return [];
  const unit = manifest.dataset.kind === "images" ? "Picture" : "Sequence";
  const rows = found.map((pair) => [
    plain(pair.query),
    plain(pair.key),
    pair.weight.toFixed(2),
    String(pair.sequence),
    `${pair.queryPosition}, ${pair.keyPosition}`,
  ]);
  return [
    "## Strongest pairs",
    `The query of each pair attends to the key with this weight, out of 1. ${unit}s and positions are counted from 0.`,
    markdownTable(["Query", "Key", "Weight", unit, "Positions"], rows, [2, 3, 4]),
  ];
}

function circuits({ links }: HeadFacts): string[] {
  const rows = [
    ...(links?.feeds ?? []).map((link) => ["feeds", link] as const),
    ...(links?.fedBy ?? []).map((link) => ["is fed by", link] as const),
  ].map(([side, { head, kind, value, baseline }]) => [
    side,
    plain(head),
    CIRCUIT_WORDS[kind].title,
    value.toFixed(3),
    baseline.toFixed(3),
  ]);
  const title = "## What it feeds, and what feeds it";
  if (links?.unread) return [title, plain(`Not known: ${links.unread}`)];
  if (rows.length === 0) return [];
  return [
    title,
    "By the weight matrices alone: the strongest links above those of random matrices of the same shapes.",
    markdownTable(["This head", "Head", "Link", "Number", "Random"], rows, [3, 4]),
  ];
}

function maps({ maps: table }: HeadFacts): string[] {
  if (table === null || table.rows.length === 0) return [];
  const head = table.columns.map(({ title, byChance }) =>
    plain(byChance === undefined ? title : `${title} (${byChance})`),
  );
  const rows = table.rows.map(({ name, scores }) => [plain(name), ...scores]);
  return [
    "## How far the maps can be trusted",
    ...(table.first ? [`${plain(table.first.name)}, shown first. ${plain(table.first.reading)}`] : []),
    markdownTable(
      ["Map", ...head],
      rows,
      head.map((_, column) => column + 1),
    ),
  ];
}

function related({ related: heads }: HeadFacts, { absolute }: TwinOptions): string[] {
  if (heads.length === 0) return [];
  const items = heads.map(({ relation, title, path, reading }) => {
    const says = reading === "" ? "" : `. ${plain(reading)}`;
    return `- ${plain(relation)}: ${link(title, absolute(twinOf(path)))}${says}`;
  });
  return ["## Other heads", items.join("\n")];
}

function alike({ alike: { here, elsewhere }, species }: HeadFacts, { absolute }: TwinOptions): string[] {
  const kinds = species.map(({ name, percent }) => `${plain(name)} ${percent} %`);
  const all = [...here, ...elsewhere];
  if (all.length + kinds.length === 0) return [];
  const items = all.map(({ title, path, distance, typical, reading }) => {
    const says = reading === "" ? "" : `. ${plain(reading)}`;
    return `- ${link(title, absolute(twinOf(path)))}: ${distance.toFixed(2)} (typical ${typical.toFixed(2)})${says}`;
  });
  return [
    "## Heads like this one",
    `Species: ${kinds.length === 0 ? "none" : kinds.join(", ")}.`,
    ...(items.length === 0
      ? ["No other head is nearer than is typical."]
      : [
          "Distance of patterns: 0 is alike, 1 never at the same place. Typical is the median of all pairs.",
          items.join("\n"),
        ]),
  ];
}

function files({ files: list }: HeadFacts, { absolute }: TwinOptions): string[] {
  return ["## Files", list.map(({ title, path }) => `- ${link(title, absolute(path))}`).join("\n")];
}

function origin({ manifest }: HeadFacts): string[] {
  const { model, dataset, buildKey, replay, warnings } = manifest;
  const hub = model.hub ? `, from ${plain(model.hub.source)} at commit ${model.hub.commit}` : "";
  const sample = describeSample(manifest);
  return [
    "## Where it comes from",
    ...warnings.map(plain),
    `${plain(describeDataset(manifest))}.${sample === undefined ? "" : ` ${plain(sample)}`} Attention recomputed from what is shown agrees with the model to ${replay.maxError.toExponential(0)}.`,
    [
      `- Model: ${plain(model.name)}${hub}; license ${plain(model.license)}; sha-256 ${model.digest}`,
      `- Dataset: ${plain(dataset.name)}; license ${plain(dataset.license)}; sha-256 ${dataset.digest}`,
      `- Build: ${buildKey}`,
    ].join("\n"),
  ];
}

/** Spaces that keep a number and its sign on one line would hide the words from a search of the file. */
function plain(text: string): string {
  return markdownText(text.replaceAll("\u00a0", " "));
}

/** `/tiny-gpt/stories/L3H0/` → `/tiny-gpt/stories/L3H0.md`. @param path Of a page of the site. */
export function twinOf(path: string): string {
  return `${path.replace(/\/$/, "")}.md`;
}
