/** The navigator of a head's page: selects open what they name, layer and head are checked before going there. */
import { navigate } from "astro:transitions/client";
import { formatHead } from "#atlas/head-id.ts";
import type { Tower } from "#atlas/manifest.ts";
import { headFromInput } from "./go-to-head.ts";

export function startHeadForm(): void {
  document.addEventListener("change", (event) => {
    const select = event.target;
    if (select instanceof HTMLSelectElement && select.matches("[data-navigate]"))
      void navigate(select.value + location.search);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-head-form]")) return;
    event.preventDefault();
    go(form);
  });
}

function go(form: HTMLFormElement): void {
  const fields = new FormData(form);
  const text = (name: string): string => {
    const value = fields.get(name);
    return typeof value === "string" ? value : "";
  };
  // Written by this site's own build.
  const towers = JSON.parse(form.dataset["towers"] ?? "[]") as readonly Tower[];
  const result = headFromInput(towers, { tower: text("tower"), layer: text("layer"), head: text("head") });
  const message = form.querySelector("[role=alert]");
  const bad = "message" in result ? result.field : undefined;
  for (const name of ["layer", "head"]) {
    form.querySelector(`[name=${name}]`)?.setAttribute("aria-invalid", String(name === bad));
  }
  if (message) message.textContent = "message" in result ? result.message : "";
  if ("message" in result) form.querySelector<HTMLInputElement>(`[name=${result.field}]`)?.focus();
  else void navigate(`${form.dataset["matrix"] ?? "/"}${formatHead(result.head)}/${location.search}`);
}
