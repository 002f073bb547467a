/** oEmbed 1.0: what a program needs to show a head when its reader pastes the address of the head's page. */
import { atlasFile, embedPath, headFiles } from "../../atlas/address.ts";
import { embedCode } from "../../atlas/embed/embed-code.ts";
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";
import { firstProjection } from "../../atlas/method.ts";

/** A document of the type `rich`. */
export interface Oembed {
  readonly version: "1.0";
  readonly type: "rich";
  readonly title: string;
  readonly provider_name: string;
  readonly provider_url: string;
  readonly html: string;
  readonly width: number;
  readonly height: number;
  readonly thumbnail_url: string;
  readonly thumbnail_width: number;
  readonly thumbnail_height: number;
}

const [WIDTH, HEIGHT] = [640, 480];
/** Side of the picture that the build draws of each map. */
const THUMBNAIL = 480;

/**
 * @param manifest As seen by the head's tower.
 * @param place Where the site is: its host and its base path.
 */
export function oembedOf(
  manifest: Manifest,
  id: HeadId,
  { site, base }: { readonly site: URL; readonly base: string },
): Oembed {
  const whole = (path: string): string => new URL(path, site).href;
  const atlas = atlasOf(manifest);
  const title = `${manifest.model.name} ${formatHead(id)}`;
  return {
    version: "1.0",
    type: "rich",
    title,
    provider_name: "Headland",
    provider_url: whole(base),
    html: embedCode({ src: whole(embedPath(base, atlas, id)), title, width: WIDTH, height: HEIGHT }),
    width: WIDTH,
    height: HEIGHT,
    thumbnail_url: whole(atlasFile(base, atlas, headFiles.thumbnail(id, firstProjection(manifest)))),
    thumbnail_width: THUMBNAIL,
    thumbnail_height: THUMBNAIL,
  };
}
