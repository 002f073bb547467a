/** On paper, a page says where it was taken from, with the view that it shows. */
export function printAddress(): void {
  addEventListener("beforeprint", () => {
    const place = document.querySelector("[data-address]");
    if (place) place.textContent = location.href;
  });
}
