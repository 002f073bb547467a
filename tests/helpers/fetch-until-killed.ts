/** A download for a test to kill: says on every line how many bytes are kept. */
import { fetchModel } from "#pipeline/hub/fetch-model.ts";
import { hubSettings } from "#pipeline/hub/settings.ts";

await fetchModel(
  { repo: process.argv[2] ?? "", revision: "main" },
  { settings: hubSettings(process.env), onProgress: ({ nBytes }) => console.log(nBytes) },
);
