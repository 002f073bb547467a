/** Makes the folder and the zip that open from disk, of the site that was built for them. */
import { rm, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { packageRoot } from "#package/package-root.ts";
import { formatByteSize } from "#pipeline/cache/byte-size.ts";
import { makeOffline } from "../src/offline/make-offline.ts";
import { zipFolder } from "../src/offline/zip-folder.ts";
import { OFFLINE_SITE, offlineFolder } from "./out-folder.ts";

const [hostedBase = "/"] = process.argv.slice(2);
const to = offlineFolder();
const names = await makeOffline({
  site: resolve(OFFLINE_SITE),
  packageRoot: packageRoot(),
  to: resolve(to),
  hostedBase,
});
await rm(OFFLINE_SITE, { recursive: true, force: true });
console.log(`${to}/: ${names.length} files. Open ${join(to, "index.html")} by a double click.`);
const refusal = await zipFolder(resolve(to), names, basename(to), resolve(`${to}.zip`));
if (refusal === undefined)
  console.log(`${to}.zip: the same folder, ${formatByteSize((await stat(`${to}.zip`)).size)}.`);
else {
  console.error(`${to}.zip: not written: ${refusal}. The folder is complete: pack it with another program.`);
  process.exitCode = 1;
}
