import { useState, type ReactNode } from "react";
import { atlasFolder, comparePath } from "#atlas/address.ts";
import { atlasOf } from "#atlas/files/manifest.ts";
import { defaultView, formatView } from "#atlas/view/view-address.ts";
import type { ShareProps } from "./share-props.ts";

/** The way to this head beside another one, in the view that the reader has of it. */
export default function CompareSection({ viewer, map }: ShareProps): ReactNode {
  const { base, manifest, head } = viewer;
  const own = `${atlasFolder(atlasOf(manifest))}/${head}`;
  const [name, setName] = useState("");
  const { method, dim, color, selected, search } = map.view;
  // In the color in which it is shown, which the page of comparisons does not choose by itself.
  const view = formatView({ ...defaultView(manifest), method, dim, color, selected, search }, manifest);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const names = String(new URLSearchParams({ a: own, b: name })).replaceAll("%2F", "/");
        location.assign(comparePath(base, `?${names}${view.replace("?", "&")}`));
      }}
    >
      <h3>Beside another head</h3>
      <p>
        <label className="field">
          <span>Compare with</span>
          <input
            type="text"
            value={name}
            placeholder="L0H1"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            required
            onChange={({ target }) => setName(target.value)}
          />
        </label>
      </p>
      <p className="actions">
        <button type="submit" className="plain">
          Show both
        </button>
      </p>
      <p>
        A head of this atlas by its name, such as L0H1, or one of another atlas of this site as
        model/dataset/L0H1. Both maps are laid on one another; what you select on one is shown on the other.
      </p>
    </form>
  );
}
