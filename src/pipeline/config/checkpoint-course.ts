/** A model whose file lists revisions of its repository becomes several: the model, and a checkpoint for each revision. */
import type { ModelConfig } from "#atlas/config.schema.ts";
import { expectedModelSlug } from "#atlas/slug.ts";
import { mistakesError, type Problem, type UserError } from "../errors.ts";
import type { ContentFolder, Entry } from "./content-folder.ts";
import { parseModelSource } from "./model-source.ts";

type Models = ContentFolder<ModelConfig>;

export interface Courses extends Models {
  /** The checkpoints that were made of a model's list, in its order, by the model's name. */
  readonly courses: ReadonlyMap<string, readonly string[]>;
}

/** Files whose lists have mistakes count as broken, with all mistakes in one error. */
export function withCourses(models: Models): Courses {
  const entries = new Map<string, Entry<ModelConfig>>();
  const courses = new Map<string, readonly string[]>();
  const broken = [...models.broken];
  const errors: UserError[] = [...models.errors];
  for (const [slug, entry] of models.entries) {
    const course = courseOf(slug, entry);
    const problems = [...course.problems, ...collisions(course.checkpoints, entry, models)];
    if (problems.length > 0) {
      broken.push(slug);
      errors.push(mistakesError(problems));
      continue;
    }
    entries.set(slug, { ...entry, config: { ...entry.config, checkpoints: undefined } });
    for (const [name, checkpoint] of course.checkpoints) entries.set(name, checkpoint);
    if (course.checkpoints.length > 0)
      courses.set(
        slug,
        course.checkpoints.map(([name]) => name),
      );
  }
  return { ...models, entries, courses, broken, errors };
}

interface Course {
  readonly checkpoints: readonly (readonly [slug: string, entry: Entry<ModelConfig>])[];
  readonly problems: readonly Problem[];
}

function courseOf(slug: string, { file, config }: Entry<ModelConfig>): Course {
  const { checkpoints, ...model } = config;
  if (checkpoints === undefined) return { checkpoints: [], problems: [] };
  const { revisions } = checkpoints;
  const source = parseModelSource(config.source, ".");
  const problems: Problem[] = [];
  if (source.kind !== "hub")
    problems.push({
      what: "only a repository of the hub has revisions",
      where: `${file}, checkpoints`,
      expected: "source: hub:org/name",
      received: config.source,
      cure: "Give each checkpoint a file of its own, with the key checkpoint.",
    });
  if (config.checkpoint !== undefined)
    problems.push({
      what: "a checkpoint has no checkpoints",
      where: `${file}, checkpoints`,
      expected: "either checkpoint or checkpoints",
      received: "both",
    });
  const repo = source.kind === "hub" ? source.repo : "";
  const steps = stepsOf(revisions);
  const made = revisions.map((revision, i) => {
    const name = stageOf(revision);
    const checkpoint = { of: slug, step: steps[i] ?? i, name };
    const entry: Entry<ModelConfig> = {
      file,
      config: { ...model, name: `${model.name}, ${name}`, source: `hub:${repo}@${revision}`, checkpoint },
    };
    return [`${slug}-${segmentOf(revision)}`, entry] as const;
  });
  made.forEach(([name], i) => {
    const expected = expectedModelSlug(name);
    if (expected === undefined) return;
    const where = `${file}, checkpoints.revisions.${i}`;
    problems.push({ what: "this cannot become part of addresses", where, expected, received: `"${name}"` });
  });
  return { checkpoints: made, problems };
}

/** Two models of one name would have the same pages. */
function collisions(
  made: Course["checkpoints"],
  { file, config }: Entry<ModelConfig>,
  models: Models,
): Problem[] {
  const revisions = config.checkpoints?.revisions ?? [];
  return made.flatMap(([name], i) => {
    const twin = made.findIndex(([other]) => other === name);
    const isFile = models.entries.has(name) || models.broken.includes(name);
    if (twin === i && !isFile) return [];
    const other = isFile ? `the file ${name}.yaml` : `the revision ${revisions[twin] ?? ""}`;
    return [
      {
        what: "two checkpoints would have one address",
        where: `${file}, checkpoints.revisions.${i}`,
        expected: `another address than that of ${other}`,
        received: `${revisions[i] ?? ""}, which becomes ${name}`,
        cure: isFile ? "Rename that file." : "Leave one of them out.",
      },
    ];
  });
}

/** `step1000` → 1000. Only if all say it, in their order, are they training steps; else places in the list. */
function stepsOf(revisions: readonly string[]): readonly number[] {
  const steps = revisions.map((revision) => Number(STEP.exec(revision)?.[1] ?? Number.NaN));
  const isRising = steps.every(
    (step, i) => Number.isSafeInteger(step) && (i === 0 || step > (steps[i - 1] ?? 0)),
  );
  return isRising ? steps : revisions.map((_, i) => i);
}

const STEP = /^(?:global[-_]?)?step[-_]?(\d+)$/i;
const COMMIT_LETTERS = 12;

/** What pages call it. */
function stageOf(revision: string): string {
  const step = STEP.exec(revision)?.[1];
  if (step !== undefined) return `step ${Number(step)}`;
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, COMMIT_LETTERS) : revision;
}

/** As it stands in addresses: `refs/pr/1` → `refs-pr-1`. */
function segmentOf(revision: string): string {
  return revision
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, "-")
    .replaceAll(/[-._]{2,}/g, "-")
    .replaceAll(/^[-._]+|[-._]+$/g, "");
}
