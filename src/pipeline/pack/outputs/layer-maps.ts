import { atlasFiles } from "#atlas/address.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { encodeLayerMaps, formatLayer } from "#atlas/files/layer-maps.ts";
import { jsonFile } from "../json-file.ts";
import type { Output, OutputFile } from "./output.ts";

/**
 * `layers/L3/umap2.json`: the flat maps of a whole layer, so that a search over all heads makes one request per layer. Models
 * with several towers have no such files, because their towers read different texts.
 */
export const layerMapsOutput: Output = {
  of: "map",
  begin: ({ isFirst, tables, projection }) => {
    if (!isFirst || tables.length !== 1) return null;
    const files: OutputFile[] = [];
    let layer: string | undefined;
    let maps: MapCoordinates[] = [];
    const endLayer = (): void => {
      if (layer !== undefined)
        files.push([atlasFiles.layer(layer, projection), jsonFile(encodeLayerMaps(maps))]);
      maps = [];
    };
    return {
      add: (head, map) => {
        const own = formatLayer(head);
        if (own !== layer) endLayer();
        layer = own;
        maps.push(map);
      },
      files: () => {
        endLayer();
        return files;
      },
    };
  },
};
