/** What a canvas depends on around it: its size, the screen's pixel ratio, the page's colours. */
import type { Size } from "../geometry/types";

/** Tell `changed` the size of `element` (CSS pixels) and the pixel ratio, whenever one changes. */
export function watchSize(
  element: HTMLElement,
  changed: (size: Size, ratio: number) => void,
): () => void {
  const stop = new AbortController();
  const tell = (): void => {
    const { clientWidth: width, clientHeight: height } = element;
    if (width > 0 && height > 0) changed({ width, height }, devicePixelRatio);
  };
  const watchRatio = (): void => {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const next = (): void => {
      tell();
      watchRatio();
    };
    query.addEventListener("change", next, { once: true, signal: stop.signal });
  };
  const observer = new ResizeObserver(tell);
  observer.observe(element);
  watchRatio();
  return () => {
    observer.disconnect();
    stop.abort();
  };
}

/** A grey between the theme's ground and its text: neutral beside any picture. */
const GROUND =
  "color-mix(in srgb, var(--st-background-color, #ffffff) 72%, var(--st-text-color, #31333f))";

/** Give `element` the ground's colour and tell it, now and when the theme changes. */
export function watchGround(element: HTMLElement, changed: (color: string) => void): () => void {
  const stop = new AbortController();
  const tell = (): void => {
    if (!stop.signal.aborted) changed(getComputedStyle(element).backgroundColor);
  };
  element.style.backgroundColor = GROUND;
  // The end of a transition is the one event that a colour from a variable gives.
  element.style.transition = "background-color 1ms";
  element.addEventListener("transitionend", tell, { signal: stop.signal });
  requestAnimationFrame(tell);
  return () => stop.abort();
}
