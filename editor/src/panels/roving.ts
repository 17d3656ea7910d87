/** A row of buttons is one tab stop; arrow keys go from one to the next (WAI-ARIA's roving tabindex). */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

const NEXT: Readonly<Record<string, 1 | -1>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** `chooses`: a button is pressed as soon as it is gone to, as a tab is. */
export function useRoving(row: RefObject<HTMLElement | null>, chooses = false): void {
  useEffect(() => roving(row.current!, chooses), [chooses]);
}

/** Returns how to stop. */
function roving(row: HTMLElement, chooses: boolean): () => void {
  let stop: HTMLElement | null = null;
  const settle = (): void => {
    const all = buttonsOf(row);
    const isThere = stop !== null && all.includes(stop);
    if (!isThere) stop = all.find((one) => one.ariaSelected === "true") ?? all[0] ?? null;
    for (const one of all) one.tabIndex = one === stop ? 0 : -1;
  };
  const focused = ({ target }: Event): void => {
    if (!buttonsOf(row).includes(target as HTMLElement)) return;
    stop = target as HTMLElement;
    settle();
  };
  const pressed = (event: KeyboardEvent): void => {
    const to = destination(buttonsOf(row), event);
    if (!to) return;
    event.preventDefault();
    to.focus();
    if (chooses) to.click();
  };
  // A button that comes, goes or is switched off may have been the stop, or needs one.
  const watch = new MutationObserver(settle);
  watch.observe(row, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  row.addEventListener("focusin", focused);
  row.addEventListener("keydown", pressed);
  settle();
  return () => {
    watch.disconnect();
    row.removeEventListener("focusin", focused);
    row.removeEventListener("keydown", pressed);
  };
}

/** In order, but for what is switched off, and what a button has opened. */
function buttonsOf(row: HTMLElement): HTMLElement[] {
  const all = [...row.querySelectorAll<HTMLElement>("button:not([disabled])")];
  return all.filter((one) => !one.closest(".popover-panel"));
}

/** Where the key leads; around at both ends. */
function destination(all: readonly HTMLElement[], event: KeyboardEvent): HTMLElement | undefined {
  const at = all.indexOf(event.target as HTMLElement);
  if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return undefined;
  if (event.key === "Home") return all[0];
  if (event.key === "End") return all.at(-1);
  const step = NEXT[event.key];
  return step && all[(at + step + all.length) % all.length];
}
