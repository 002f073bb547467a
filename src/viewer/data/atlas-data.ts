/** Fetches and decodes the files of one atlas, and keeps the most recent ones. */
import { atlasFile, atlasFiles, headFiles } from "#atlas/address.ts";
import type { Attention } from "#atlas/files/attention.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { CoarseMap } from "#atlas/files/layer-maps.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import type { PointNumbers } from "#atlas/files/points.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import type { Projection } from "#atlas/method.ts";
import { openAtlas, type AtlasReader } from "#atlas/open-atlas.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { asLoadError, fetchText } from "./fetch-text.ts";

/** Number of decoded files kept; the oldest is dropped first. Enough to step back and forth without a request. */
const KEPT = 24;

/** All methods reject with a LoadError where a file cannot be had or read. */
export class AtlasData {
  readonly #atlas: AtlasReader;
  readonly #tower: string | undefined;
  readonly #kept = new Map<string, Promise<unknown>>();

  /** @param tower The tower to read, in a model with several towers: each reads its own tokens. */
  constructor(base: string, manifest: Manifest, tower?: string) {
    const id = atlasOf(manifest);
    this.#atlas = openAtlas(
      (file) => fetchText(atlasFile(base, id, file), file),
      // Nothing is asked while a page is built: its atlas lists no heads, which would take longer the more there are.
      import.meta.env.PROD && import.meta.env.SSR ? { ...manifest, towers: [] } : manifest,
    );
    this.#tower = tower;
  }

  async tokens(): Promise<TokenTable> {
    return await this.#atlas.tokens(this.#tower).catch(asLoadError);
  }

  coordinates(head: HeadId, projection: Projection): Promise<MapCoordinates> {
    return this.#keep(headFiles.coordinates(head, projection), () =>
      this.#atlas.coordinates(head, projection),
    );
  }

  /** Coarse flat maps of all heads of a layer. @param layer Its name, e.g. `L3`. */
  layer(layer: string, projection: Projection): Promise<CoarseMap[]> {
    return this.#keep(atlasFiles.layer(layer, projection), () => this.#atlas.layer(layer, projection));
  }

  points(head: HeadId): Promise<PointNumbers> {
    return this.#keep(headFiles.points(head), () => this.#atlas.points(head));
  }

  attention(head: HeadId): Promise<Attention> {
    return this.#keep(headFiles.attention(head), () => this.#atlas.attention(head));
  }

  #keep<Decoded>(file: string, read: () => Promise<Decoded>): Promise<Decoded> {
    const known = this.#kept.get(file);
    // Each file name has one decoder, so the cached value has its type.
    if (known) return known as Promise<Decoded>;
    const loaded = read().catch(asLoadError);
    this.#kept.set(file, loaded);
    loaded.catch(() => this.#kept.delete(file));
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? "");
    return loaded;
  }
}
