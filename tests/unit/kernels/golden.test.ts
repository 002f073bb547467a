import { expect, it } from "vitest";
import { kernelHashes } from "../../helpers/kernel-hashes.ts";

it("every kernel gives the bytes it gave when this was written, on every machine", () => {
  expect(kernelHashes()).toMatchInlineSnapshot(`
    {
      "cosine": "73787257156e0927",
      "dots": "947ffeaa65712fe1",
      "euclidean": "a5342cd42b2c4946",
      "fuzzy": "51d5633832f756d2",
      "mapRanks": "56cb62a111580281",
      "sharp": "58177d7c54f5c4f9",
      "spaceRanks": "ed8b71c21c5399fc",
      "tsne2": "e70d268d333677cc",
      "tsne3": "56813b9c2381f1bc",
      "umap2": "f8afa836f97d13d2",
      "umap3": "0161f14c79527483",
      "weights": "0c4e72112b5cfa12",
    }
  `);
});
