/** Reads `content/claims`: sentences about heads, with the conditions that make them true. */
import { join, resolve } from "node:path";
import { nearestName } from "#atlas/link/nearest-name.ts";
import { expectedSlug } from "#atlas/slug.ts";
import type { Claim, ClaimFile } from "#claims/claim.ts";
import { claimsSchema } from "#claims/claims.schema.ts";
import { claimFileOf } from "#claims/written-claims.ts";
import { expectNone, type Mistake, type Problem } from "../../errors.ts";
import { readContentFolder } from "../content-folder.ts";
import { loadContent, type Content } from "../load-content.ts";

/** Below the folder of Headland and of a project. */
export const CLAIMS = "content/claims";

/**
 * @param root The project's folder. @param packageRoot Headland's own, whose claims come first; a file of the project replaces
 * the one of the same name.
 * @throws {ConfigError} with every mistake in the project's files: of form, and names that the project does not have.
 */
export async function loadClaims(root: string, packageRoot: string): Promise<ClaimFile[]> {
  const own = await readFolder(root, false);
  expectNone(own.errors.map(({ message }) => message));
  expectNone(await unknownNames(root, own.files));
  if (resolve(root) === resolve(packageRoot)) return own.files;
  const brought = await readFolder(packageRoot, true);
  const isReplaced = new Set(own.files.map(({ name }) => name));
  return [...own.files, ...brought.files.filter(({ name }) => !isReplaced.has(name))];
}

async function readFolder(
  root: string,
  isBrought: boolean,
): Promise<{ files: ClaimFile[]; errors: readonly Error[] }> {
  const { entries, errors } = await readContentFolder(join(root, "content"), {
    folder: "claims",
    schema: claimsSchema,
    expectedName: expectedSlug,
    mayBeMissing: true,
    shownAs: "content",
  });
  return { files: [...entries].map(([name, { config }]) => claimFileOf(name, config, isBrought)), errors };
}

/** Models and datasets that no file of `content/` has. */
async function unknownNames(root: string, files: readonly ClaimFile[]): Promise<Mistake[]> {
  if (files.length === 0) return [];
  const content = await loadContent(join(root, "content"));
  // Whoever builds the atlases is told of the broken files; a name may stand in one of them.
  if (content.errors.length > 0) return [];
  return files.flatMap(({ name, claims }) => claims.flatMap((claim) => unknownIn(name, claim, content)));
}

function unknownIn(file: string, { id, about }: Claim, { names }: Content): Problem[] {
  const where = `${CLAIMS}/${file}.yaml, ${id.slice(file.length + 1)}`;
  const expectName = (key: "model" | "dataset", known: readonly string[]): Problem[] => {
    const given = about[key];
    if (given === undefined || known.includes(given)) return [];
    const nearest = nearestName(given, known);
    const expected =
      nearest === undefined ? `one of ${known.join(", ")}` : `a ${key} of this project, such as ${nearest}`;
    return [{ what: `${key} "${given}" is not there`, where, expected, received: `"${given}"` }];
  };
  return [...expectName("model", names.models), ...expectName("dataset", names.datasets)];
}
