/** Turns weights into references to their location: in the model's own file, or in a data file beside it. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { specialKind } from "../../config/regular-file.ts";
import { ModelError } from "../../errors.ts";
import { pathBeside } from "./external-files.ts";
import { tensorsOf, type OnnxModel, type OnnxTensor } from "./onnx-graph.ts";
import { bytesField, intField } from "./protobuf.ts";

/** Below this size, a reference would be larger than the numbers. */
const INLINE_BYTES = 1024;
/** Numbers that are stored one by one cannot be referenced; a file full of them would be copied into memory. */
const MAX_INLINE_BYTES = 256 << 20;

/** onnxruntime refuses links that leave the folder, so all paths here are real paths. */
export class WeightLinks {
  /** Folder that references are relative to. */
  readonly folder: string;
  readonly #model: OnnxModel;
  readonly #modelFile: string;
  readonly #locations = new Map<string, { readonly path: string; readonly size: number }>();
  #inlineBytes = 0;

  constructor(model: OnnxModel) {
    const real = realpathSync(model.file.path);
    this.#model = model;
    this.#modelFile = basename(real);
    this.folder = model.file.isInMemory ? folderOfWeights(model) : dirname(real);
  }

  /** Checks the location of all weights, even if no attention needs them. @throws {ModelError} as `write` does. */
  check(): void {
    for (const tensor of tensorsOf(this.#model))
      if (tensor.external) this.#external(tensor.name, tensor.external);
  }

  /** The tensor as a message with this name: a copy if it is small, else a reference. @throws {ModelError} if its data is missing or outside the folder. */
  write(tensor: OnnxTensor, name: string): Buffer {
    const { external, raw, range } = tensor;
    if (external) return this.#reference(tensor, name, this.#external(name, external));
    const isInFile = raw !== undefined && !this.#model.file.isInMemory;
    if (isInFile && raw.end - raw.start > INLINE_BYTES) {
      return this.#reference(tensor, name, {
        location: this.#modelFile,
        offset: raw.start,
        length: raw.end - raw.start,
      });
    }
    this.#inlineBytes += range.end - range.start;
    if (this.#inlineBytes > MAX_INLINE_BYTES) {
      throw this.#problem(
        "its weights are stored number by number",
        "raw data",
        `more than ${MAX_INLINE_BYTES >> 20} MB of lists`,
        "Load and save it once with the onnx package, which writes raw data.",
      );
    }
    const copy = this.#model.file.bytes(range.start, range.end - range.start);
    // If a field occurs twice in a message, the last one counts.
    return name === tensor.name ? copy : Buffer.concat([copy, bytesField(8, name)]);
  }

  #reference(tensor: OnnxTensor, name: string, place: Place): Buffer {
    const entries = [
      ["location", place.location],
      ["offset", String(place.offset)],
      ...(place.length === undefined ? [] : [["length", String(place.length)]]),
    ];
    return Buffer.concat([
      ...tensor.dims.map((dim) => intField(1, dim)),
      intField(2, tensor.dataType),
      bytesField(8, name),
      ...entries.map(([key = "", value = ""]) =>
        bytesField(13, Buffer.concat([bytesField(1, key), bytesField(2, value)])),
      ),
      intField(14, 1),
    ]);
  }

  #external(name: string, external: NonNullable<OnnxTensor["external"]>): Place {
    const { location, offset, length } = external;
    const { path, size } = this.#locate(location);
    const end = offset + (length ?? 0);
    if (
      !Number.isSafeInteger(offset) ||
      !Number.isSafeInteger(end) ||
      offset < 0 ||
      end > size ||
      end < offset
    ) {
      throw this.#problem(
        `the weights ${name} lie outside their file`,
        `a range within ${size} bytes`,
        `${offset} to ${end}`,
        "The data file is cut short or belongs to another model: download both again.",
      );
    }
    return length === undefined ? { location: path, offset } : { location: path, offset, length };
  }

  /** @throws {ModelError} if the file is missing, or leads outside the model's folder. */
  #locate(location: string): { readonly path: string; readonly size: number } {
    const known = this.#locations.get(location);
    if (known !== undefined) return known;
    // If the model itself is a link (in a hub cache), its data file is expected beside the link.
    const beside = join(dirname(this.#model.file.path), pathBeside(this.#model.file.path, location));
    const stats = statSync(beside, { throwIfNoEntry: false });
    if (stats && !stats.isFile()) {
      throw this.#problem(
        `the weights ${location} are no file`,
        "a file beside the model",
        specialKind(stats) ?? "a folder",
        "Put the file in its place; a link to one will do.",
      );
    }
    if (!stats) {
      throw this.#problem(
        "the file with the weights is missing",
        "a file beside the model",
        location,
        "Download it too.",
      );
    }
    const real = realpathSync(beside);
    const path = relative(this.folder, real);
    if (path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path)) {
      throw this.#problem(
        "external data is linked to another folder than the model",
        "files in one folder",
        location,
        "Put the model and its data file into one folder.",
      );
    }
    const found = { path, size: stats.size };
    this.#locations.set(location, found);
    return found;
  }

  #problem(what: string, expected: string, received: string, cure: string): ModelError {
    const where = this.#model.file.path;
    return new ModelError({ what, where, expected, received: JSON.stringify(received), cure });
  }
}

/**
 * The innermost folder that holds all weights of a graph of ours. They are files beside each other, and where the author has
 * put links to files elsewhere, those are meant.
 */
function folderOfWeights(model: OnnxModel): string {
  const beside = dirname(realpathSync(model.file.path));
  const locations = new Set([...tensorsOf(model)].flatMap(({ external }) => external?.location ?? []));
  const folders = [...locations].flatMap((location) => {
    const path = join(dirname(model.file.path), pathBeside(model.file.path, location));
    return existsSync(path) ? [dirname(realpathSync(path))] : [];
  });
  let [folder = beside] = folders;
  const isInside = (inner: string): boolean => !relative(folder, inner).startsWith("..");
  while (!folders.every(isInside) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

interface Place {
  readonly location: string;
  readonly offset: number;
  readonly length?: number;
}
