/** Reads labels.json beside the pictures or recordings of a dataset. */
import { basename, dirname } from "node:path/posix";
import type { LabelValue, SourceLabels } from "#atlas/tokens/token-labels.ts";
import { decodeText } from "../../config/decode-text.ts";
import { ConfigError, expectNone, type Mistake } from "../../errors.ts";
import { shownValue } from "../../shown-value.ts";
import type { ListedFolder } from "../dataset-files.ts";
import type { Labels } from "../encoded-dataset.ts";
import { parseJson } from "../parse-json.ts";
import { readBytes } from "../read-bytes.ts";
import { LabelCensus } from "./label-census.ts";
import { labelName, labelValue } from "./label-value.ts";
import { matchFiles } from "./match-files.ts";

/** What labels.json says about one file. */
export interface FileLabels {
  /** Of the whole file. */
  readonly labels: Labels;
  /** Lists, a value per part of the file. */
  readonly partLabels: SourceLabels;
}

export interface ReadLabels {
  /** By the name of the file; of those that an entry is about. */
  readonly of: ReadonlyMap<string, FileLabels>;
  readonly warnings: readonly string[];
}

interface Entry {
  readonly file: string;
  readonly values: ReadonlyMap<string, unknown>;
}

const EXPECTED = 'a list such as [{"file": "a.png", "label": "cat"}]';
const NONE: ReadLabels = { of: new Map(), warnings: [] };

type Listed = Omit<ListedFolder, "passedOver">;

/** What the name of a class's folder is called, as in Hugging Face's ImageFolder. */
const CLASS = "label";

/**
 * What labels.json says, and the classes that folders stand for.
 *
 * @param lists What a list says: a value per part of the file, or several values of the whole.
 * @throws {ConfigError} naming all entries that name no file, or one that another entry names, too.
 */
export async function readLabels(listed: Listed, lists: "parts" | "several"): Promise<ReadLabels> {
  const read = await readWritten(listed, lists);
  const classes = listed.names.flatMap((name) => {
    const value = labelValue(basename(dirname(name)));
    return name.includes("/") && value !== undefined ? [[name, value] as const] : [];
  });
  if (classes.length === 0) return read;
  const isTaken = [...read.of.values()].some(
    ({ labels, partLabels }) => labels.has(CLASS) || partLabels.has(CLASS),
  );
  if (isTaken) {
    const warning = `labels.json says “${CLASS}” itself; the names of folders are not shown.`;
    return { ...read, warnings: [...read.warnings, warning] };
  }
  const of = classes.map(([name, value]) => {
    const { labels = new Map<string, LabelValue>(), partLabels = new Map<string, never>() } =
      read.of.get(name) ?? {};
    return [name, { labels: new Map([...labels, [CLASS, value]]), partLabels }] as const;
  });
  return { ...read, of: new Map(of) };
}

async function readWritten(listed: Listed, lists: "parts" | "several"): Promise<ReadLabels> {
  if (listed.labels === undefined) return NONE;
  const path = listed.labels;
  const entries = await readEntries(path);
  const called = entries.map(({ file }) => file);
  const matched = matchFiles(called, listed, { list: "labels.json", where: path });
  const census = new LabelCensus();
  const read = listed.names.flatMap((name) => {
    const entry = matched.entryOf.get(name);
    if (entry === undefined) return [];
    const where = `${path}, ${name}`;
    const whole: [string, LabelValue | undefined][] = [];
    const parts: [string, (LabelValue | undefined)[]][] = [];
    for (const [label, written] of entries[entry]?.values ?? []) {
      if (lists === "parts" && Array.isArray(written)) {
        const values = written.map((value: unknown) => labelValue(value));
        for (const value of values) census.add(label, "token", value, where);
        // Of what is none of a label's values, such as boxes, the number says nothing.
        const isLabel = values.some((value) => value !== undefined) || values.length === 0;
        if (isLabel) parts.push([label, values]);
      } else {
        const value = labelValue(written);
        census.add(label, "sequence", value, where);
        whole.push([label, value]);
      }
    }
    return [{ name, whole, parts }];
  });
  expectNone(matched.mistakes);
  census.expectClear();
  const of = read.map(({ name, whole, parts }) => {
    const settled = parts.map(
      ([label, values]) => [label, values.map((value) => census.settle(label, value))] as const,
    );
    const partLabels = new Map(settled.filter(([label, values]) => label.trim() !== "" && values.length > 0));
    return [name, { labels: census.settled(whole), partLabels }] as const;
  });
  return { of: new Map(of), warnings: [...matched.warnings, ...census.warnings()] };
}

async function readEntries(path: string): Promise<Entry[]> {
  const bytes = await readBytes(path);
  if (typeof bytes === "string") throw unreadable(path, bytes);
  const parsed = parseJson(decodeText(bytes, path));
  if (parsed.problem !== null) throw unreadable(path, parsed.problem.received, parsed.problem.cure);
  if (!Array.isArray(parsed.value)) throw unreadable(path, typeof parsed.value);
  const mistakes: Mistake[] = [];
  const entries: Entry[] = [];
  for (const [i, written] of (parsed.value as unknown[]).entries()) {
    const values = new Map<string, unknown>(
      typeof written === "object" && written !== null ? Object.entries(written) : [],
    );
    const file = values.get("file");
    if (typeof file !== "string") {
      const received = shownValue(written, 60);
      const where = `${path}, entry ${i + 1}`;
      mistakes.push({ what: "the entry names no file", where, expected: EXPECTED, received });
      continue;
    }
    values.delete("file");
    entries.push({ file, values: new Map([...values].map(([name, value]) => [labelName(name), value])) });
  }
  expectNone(mistakes);
  return entries;
}

function unreadable(where: string, received: string, cure?: string): ConfigError {
  const what = "the labels cannot be read";
  return new ConfigError({
    what,
    where,
    expected: EXPECTED,
    received,
    ...(cure === undefined ? {} : { cure }),
  });
}
