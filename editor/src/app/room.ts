/** The editor takes the room from its top to the window's bottom. */

const LEAST = 480; // CSS pixels
const BELOW = 12;

/** Keep `host` as high as there is room; returns how to stop. */
export function fillRoom(host: HTMLElement): () => void {
  const fill = () => {
    const scrolled = host.closest('[data-testid="stMain"]')?.scrollTop ?? scrolledMain();
    const top = host.getBoundingClientRect().top + scrolled;
    host.style.height = `${Math.max(LEAST, Math.floor(innerHeight - top - BELOW))}px`;
  };
  const watch = new ResizeObserver(fill);
  watch.observe(document.body);
  addEventListener("resize", fill);
  fill();
  return () => {
    watch.disconnect();
    removeEventListener("resize", fill);
  };
}

/** From inside a shadow root the page's scrolling part is found from the document. */
function scrolledMain(): number {
  return document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0;
}
