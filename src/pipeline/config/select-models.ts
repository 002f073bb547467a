/** Which models a command names: by name, with all checkpoints of a model that lists them, or by a pattern. */
import type { Courses } from "./checkpoint-course.ts";

export interface SelectedModels {
  /** In the order of content/. */
  readonly names: ReadonlySet<string>;
  /** What names no model. */
  readonly unknown: readonly string[];
}

/** @param asked Names; `*` stands for any letters. */
export function selectModels(
  { entries, broken, courses }: Courses,
  asked: readonly string[],
): SelectedModels {
  const known = [...entries.keys(), ...broken];
  const names = new Set<string>();
  const unknown: string[] = [];
  for (const text of asked) {
    const found = text.includes("*")
      ? known.filter((name) => matches(name, text))
      : known.filter((name) => name === text);
    if (found.length === 0) unknown.push(text);
    for (const name of found) for (const each of [name, ...(courses.get(name) ?? [])]) names.add(each);
  }
  return { names, unknown };
}

function matches(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}
