/** The space bar: while it is held, the first button pans. */

/** Listen on `surface` for as long as it lives; the answer is whether space is held now. */
export function holdsSpace(surface: HTMLElement): () => boolean {
  let isHeld = false;
  const hold = (held: boolean) => {
    isHeld = held;
    surface.classList.toggle("panning", held);
  };
  const listen = (held: boolean) => (event: KeyboardEvent) => {
    if (event.key !== " ") return;
    event.preventDefault();
    hold(held);
  };
  surface.addEventListener("keydown", listen(true));
  surface.addEventListener("keyup", listen(false));
  surface.addEventListener("blur", () => hold(false));
  return () => isHeld;
}
