import { useEffect, useState } from "react";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";

export interface Theme {
  readonly isDark: boolean;
  readonly overlay: OverlayColors;
}

const PRINTED: Theme = {
  isDark: false,
  overlay: {
    ink: "#23262b",
    page: "#fbfaf6",
    ground: "#f4f2ea",
    accent: "#c77d0a",
    font: "sans-serif",
    serif: "serif",
  },
};

/** The page's colors for the canvas; they follow the theme switch and the system. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(PRINTED);
  useEffect(() => {
    const read = (): void => setTheme(readTheme());
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const media = window.matchMedia("(prefers-color-scheme: dark)");
    media.addEventListener("change", read);
    return () => {
      observer.disconnect();
      media.removeEventListener("change", read);
    };
  }, []);
  return theme;
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const { overlay } = PRINTED;
  return {
    isDark: style.colorScheme.includes("dark") && !style.colorScheme.includes("light"),
    overlay: {
      ink: value("--ink", overlay.ink),
      page: value("--page", overlay.page),
      ground: value("--panel", overlay.ground),
      accent: value("--accent", overlay.accent),
      font: value("--font-sans", overlay.font),
      serif: value("--font-serif", overlay.serif),
    },
  };
}
