/** Opens and closes the dialog that says what the site is. */
export function openAbout(): void {
  const dialog = (): HTMLDialogElement | null => document.querySelector("dialog[data-about]");
  document.addEventListener("click", (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    if (target.closest("[data-open-about]")) dialog()?.showModal();
    // The backdrop belongs to the dialog element: a click on it is a click outside the box.
    else if (target.closest("[data-close-about]") || target === dialog()) dialog()?.close();
  });
}
