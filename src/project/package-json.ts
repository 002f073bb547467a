/** The package.json of a project: adds what Headland needs and keeps everything else. */
import { ENGINE, ENGINE_VERSION } from "#package/engine.ts";

type Fields = Readonly<Record<string, unknown>>;

const SCRIPTS: Readonly<Record<string, string>> = {
  start: "headland start",
  build: "headland build",
  preview: "headland preview",
};

/**
 * @param given The content of the file; undefined if there is none.
 * @param folderName The name of a new package is made from it.
 * @param version Of Headland; added as a dependency unless the project has one already.
 * @returns The same fields in the same order, and the missing ones.
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
    // npm asks for this unless scripts are switched off completely.
    allowScripts: { [ENGINE]: false, ...allowScripts },
  };
}

/** A folder may have a name that no package can have. */
function packageName(folderName: string): string {
  const name = folderName
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|[._-]+$/g, "");
  return name === "" || name === "headland" ? "my-atlas" : name;
}
