/** A project's package.json: what Headland needs in it, beside all that stands there. */
import { ENGINE, ENGINE_VERSION } from "#package/engine.ts";

type Fields = Readonly<Record<string, unknown>>;

const SCRIPTS: Readonly<Record<string, string>> = {
  start: "headland start",
  build: "headland build",
  preview: "headland preview",
};

/**
 * @param given What the file holds; undefined where there is none.
 * @param folderName Names a new package.
 * @param version Of Headland, which the project depends on unless it does already.
 * @returns The same fields in the same order, with what is missing.
 */
export function withHeadland(given: Fields | undefined, folderName: string, version: string): Fields {
  const fields = given ?? { name: packageName(folderName), version: "0.0.0", private: true, type: "module" };
  const { scripts, dependencies, devDependencies, allowScripts } = fields as Record<
    string,
    Fields | undefined
  >;
  const installed = { ...devDependencies, ...dependencies };
  const missing = {
    ...("headland" in installed ? {} : { headland: `^${version}` }),
    ...(ENGINE in installed ? {} : { [ENGINE]: ENGINE_VERSION }),
  };
  return {
    ...fields,
    scripts: { ...SCRIPTS, ...scripts },
    dependencies: { ...dependencies, ...missing },
    // npm asks this where scripts are not switched off as a whole.
    allowScripts: { [ENGINE]: false, ...allowScripts },
  };
}

/** A folder may be called as no package can be. */
function packageName(folderName: string): string {
  const name = folderName
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|[._-]+$/g, "");
  return name === "" || name === "headland" ? "my-atlas" : name;
}
