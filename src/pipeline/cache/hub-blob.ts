/** Files in the hub's cache are named by their checksum, so damage can be detected. */
import { basename, dirname } from "node:path";
import { CHECKSUM, type Checksum } from "../hub/checksum.ts";
import { UserError } from "../errors.ts";

/**
 * The checksum in the name of a file in the hub's cache, `models--org--name/blobs/<checksum>`; undefined for any other
 * file.
 *
 * @param path With links resolved.
 */
export function blobChecksum(path: string): Checksum | undefined {
  const blobs = dirname(path);
  const isBlob = basename(blobs) === "blobs" && /^(models|datasets|spaces)--/.test(basename(dirname(blobs)));
  return isBlob && CHECKSUM.test(basename(path)) ? basename(path) : undefined;
}

/** A file in the hub's cache whose content does not match its name. */
export class DamagedBlob extends UserError {
  override name = "DamagedBlob";

  constructor(path: string, expected: Checksum, received: Checksum) {
    super({
      what: "the file in the hub's cache is damaged",
      where: path,
      expected: `content with the checksum ${expected}`,
      received,
      cure: "Run the same command with a network (without --offline and HF_HUB_OFFLINE): Headland downloads the file again.",
    });
  }
}
