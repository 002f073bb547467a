/** Which file of a folder each entry of a list means: by its name, or by its place where that fits. */
import { basename } from "node:path";
import { listSome } from "#atlas/list-some.ts";
import { describeProblem } from "../../errors.ts";

export interface MatchedFiles {
  /** Number of the entry that means a file, by the file's name. */
  readonly entryOf: ReadonlyMap<string, number>;
  /** Entries that mean one file, in the one form. */
  readonly mistakes: readonly string[];
  /** What a page must say of entries that mean none, or name another folder. */
  readonly warnings: readonly string[];
}

/**
 * Names are compared in one Unicode form: a Mac writes `ü` in two characters. Those with folders in them are written with
 * slashes. `./a.png`, `pictures\a.png` and
 * `/data/pictures/a.png` are a.png of a folder called pictures. What names another folder is taken for the file of the
 * same name only if nothing else is.
 *
 * @param written What each entry calls its file.
 * @param names Files that there are in `folder`.
 * @param list What the list is called in warnings, e.g. `labels.json`; `where` in messages.
 */
export function matchFiles(
  written: readonly string[],
  { folder, names }: { readonly folder: string; readonly names: readonly string[] },
  { list, where }: { readonly list: string; readonly where: string },
): MatchedFiles {
  const exact = new Set(names);
  const byForm = new Map(names.map((name) => [name.normalize("NFC"), name]));
  const inside = basename(folder).normalize("NFC");
  const fits = written.map((text): Fit | undefined => {
    // As it is written, whatever signs are in it.
    if (exact.has(text)) return { name: text, isFar: false };
    const whole = byForm.get(text.normalize("NFC"));
    if (whole !== undefined) return { name: whole, isFar: false };
    const steps = stepsOf(text);
    for (const from of steps.keys()) {
      const name = byForm.get(steps.slice(from).join("/"));
      if (name !== undefined) return { name, isFar: from > 0 && steps[from - 1] !== inside };
    }
    return undefined;
  });
  const near = entriesBy(fits, (fit) => !fit.isFar);
  const far = [...entriesBy(fits, (fit) => fit.isFar)].filter(
    ([name, entries]) => entries.length === 1 && !near.has(name),
  );
  const mistakes = [...near]
    .filter(([, entries]) => entries.length > 1)
    .map(([name, entries]) => tellTwice(name, entries, where));
  const chosen = [...near, ...far].map(([name, entries]) => [name, entries[0]!] as const);
  const used = new Set([...near.values(), ...far.map(([, entries]) => entries)].flat());
  const strangers = written.filter((_, entry) => !used.has(entry));
  const distant = far.map(([, entries]) => written[entries[0]!] ?? "");
  return {
    entryOf: new Map(chosen),
    mistakes,
    warnings: [
      ...told(
        strangers,
        (some) => `${list} names files that are not there; their entries are left out: ${some}.`,
      ),
      ...told(
        distant,
        (some) =>
          `${list} names another folder; its entries are taken for the files of the same names here: ${some}.`,
      ),
    ],
  };
}

interface Fit {
  readonly name: string;
  /** Said to lie in another folder. */
  readonly isFar: boolean;
}

/** Folders and name, without steps that lead nowhere. */
function stepsOf(text: string): string[] {
  const steps: string[] = [];
  for (const step of text.normalize("NFC").split(/[\\/]/)) {
    if (step === "" || step === ".") continue;
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else steps.push(step);
  }
  return steps;
}

function entriesBy(
  fits: readonly (Fit | undefined)[],
  isMeant: (fit: Fit) => boolean,
): ReadonlyMap<string, number[]> {
  const entries = new Map<string, number[]>();
  fits.forEach((fit, entry) => {
    if (fit !== undefined && isMeant(fit)) entries.set(fit.name, [...(entries.get(fit.name) ?? []), entry]);
  });
  return entries;
}

function tellTwice(name: string, entries: readonly number[], where: string): string {
  return describeProblem({
    what: `${entries.length} entries are about one file`,
    where: `${where}, ${name}`,
    expected: "one entry for each file",
    received: `entries ${entries.map((entry) => entry + 1).join(", ")}`,
    cure: "Put all labels of a file into one entry.",
  });
}

function told(names: readonly string[], say: (some: string) => string): string[] {
  return names.length === 0 ? [] : [say(listSome(names))];
}
