/** Fetches and decodes the files of one atlas; each at most once while it is among the last few. */
import { atlasFile, atlasFiles, headFiles, type AtlasId } from "#atlas/address.ts";
import { decodeAttention, type Attention } from "#atlas/files/attention.ts";
import { decodeCoordinates, type MapCoordinates } from "#atlas/files/coordinates.ts";
import { decodeLayerMaps, type CoarseMap } from "#atlas/files/layer-maps.ts";
import { decodePoints, type PointNumbers } from "#atlas/files/points.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import type { Projection } from "#atlas/method.ts";
import { storedPoints, spreadCoordinates, spreadNumbers } from "#atlas/tokens/spread-points.ts";
import { decodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";
import { fetchJson } from "./fetch-json.ts";

/** Decoded files kept, the oldest forgotten first: enough to step back and forth without a request. */
const KEPT = 24;

export class AtlasData {
  readonly #base: string;
  readonly #id: AtlasId;
  readonly #tower: string | undefined;
  readonly #kept = new Map<string, Promise<unknown>>();
  #tokens: Promise<TokenTable> | undefined;

  /** @param tower Whose heads are asked for, in a model with several towers: each reads tokens of its own. */
  constructor(base: string, id: AtlasId, tower?: string) {
    this.#base = base;
    this.#id = id;
    this.#tower = tower;
  }

  tokens(): Promise<TokenTable> {
    this.#tokens ??= this.#fetch(atlasFiles.tokens(this.#tower), decodeTokens);
    // A failed request is made anew the next time.
    this.#tokens.catch(() => (this.#tokens = undefined));
    return this.#tokens;
  }

  async coordinates(head: HeadId, projection: Projection): Promise<MapCoordinates> {
    const table = await this.tokens();
    return this.#keep(headFiles.coordinates(head, projection), (json) =>
      spreadCoordinates(decodeCoordinates(json, storedPoints(table), projection.dim), table),
    );
  }

  /** Coarse flat maps of all heads of a layer. @param layer Its name, e.g. `L3`. */
  async layer(layer: string, projection: Projection): Promise<CoarseMap[]> {
    const { nTokens } = await this.tokens();
    return this.#keep(atlasFiles.layer(layer, projection), (json) => decodeLayerMaps(json, nTokens * 2));
  }

  async points(head: HeadId): Promise<PointNumbers> {
    const table = await this.tokens();
    return this.#keep(headFiles.points(head), (json) =>
      spreadNumbers(decodePoints(json, storedPoints(table)), table),
    );
  }

  async attention(head: HeadId): Promise<Attention> {
    const { starts, split } = await this.tokens();
    return this.#keep(headFiles.attention(head), (json) => decodeAttention(json, starts, split));
  }

  #keep<Decoded>(file: string, decode: (json: unknown) => Decoded): Promise<Decoded> {
    const known = this.#kept.get(file);
    // Every file name has one decoder, so what is kept under it is of its type.
    if (known) return known as Promise<Decoded>;
    const loaded = this.#fetch(file, decode);
    this.#kept.set(file, loaded);
    loaded.catch(() => this.#kept.delete(file));
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? "");
    return loaded;
  }

  #fetch<Decoded>(file: string, decode: (json: unknown) => Decoded): Promise<Decoded> {
    return fetchJson(atlasFile(this.#base, this.#id, file), file, decode);
  }
}
