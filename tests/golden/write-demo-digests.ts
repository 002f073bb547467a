/** Writes the digests of the demo atlases anew: build the atlases, read the difference like code. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../helpers/build-site.ts";
import { demoDigests, DIGESTS_FILE } from "../helpers/demo-digests.ts";

const folder = process.argv[2] ?? join(ROOT, "public/atlas");
await writeFile(DIGESTS_FILE, `${JSON.stringify(await demoDigests(folder), null, 2)}\n`);
