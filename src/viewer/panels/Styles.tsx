import { useInsertionEffect, type ReactNode } from "react";

/**
 * The styles of a part of the page that is loaded later, while the part is shown. The page's policy lets no script write a style
 * element, but scripts may make style sheets.
 */
export function Styles({ css }: { readonly css: string }): ReactNode {
  useInsertionEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    };
  }, [css]);
  return null;
}
