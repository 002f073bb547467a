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
  // In the color in which it is shown: the two together may open in another one.
  const view = formatView({ ...defaultView(manifest), method, dim, color, selected, search }, manifest);
  const beside = (other: string): string => {
    const names = String(new URLSearchParams({ a: own, b: other })).replaceAll("%2F", "/");
    return comparePath(base, `?${names}${view.replace("?", "&")}`);
  };
  const alike = headsLikeThis();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        location.assign(beside(name));
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
      {alike.length > 0 && (
        <>
          <h3>Beside heads like this one</h3>
          <ul>
            {alike.map(({ title, address }) => (
              <li key={address}>
                <a href={beside(nameOf(address))}>{title}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </form>
  );
}

/** Those that the page itself lists; a list of its own would be sent twice. */
function headsLikeThis(): { readonly title: string; readonly address: string }[] {
  return [...document.querySelectorAll<HTMLAnchorElement>(".alike li > a")].map((link) => ({
    title: link.textContent,
    address: link.href,
  }));
}

/** `tiny-gpt/stories/L0H1` of the address of its page. */
function nameOf(address: string): string {
  const words = new URL(address).pathname.split("/").filter((word) => word !== "" && word !== "index.html");
  return words.slice(-3).join("/");
}
