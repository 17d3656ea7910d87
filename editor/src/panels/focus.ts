/** Where the keyboard is: with the canvas after every click, inside a dialog while one is open. */

/** What a person types in: the one thing that keeps the focus when it is clicked. */
const TYPED = "input:not([type=range]):not([type=checkbox]), textarea";
const CHOSEN = "select, input[type=range], input[type=checkbox]";
const KEEPS = `${TYPED}, select, [data-keeps-focus]`;
const FOCUSABLE = "button:not([disabled]), input:not([disabled]), select, [tabindex='0']";

/** Handlers for the shell's root. Only the pointer gives the focus back: who tabs stays where he is. */
export function focusBack(refocus: () => void) {
  let byPointer = false;
  // By the path at the time of the click: a button may have gone with what it did.
  const back = (event: Event, kept: string): void => {
    const path = event.composedPath();
    if (!path.some((one) => one instanceof Element && one.matches(kept))) refocus();
  };
  return {
    onPointerDown: () => (byPointer = true),
    onKeyDown: (event: KeyboardEvent) => {
      byPointer = false;
      event.stopPropagation(); // Streamlit reruns on "r" and clears its caches on "c".
    },
    onClick: (event: MouseEvent) => {
      if (event.detail > 0) back(event, KEEPS);
    },
    onChange: (event: Event) => {
      const chosen = event.target instanceof Element && event.target.matches(CHOSEN);
      if (byPointer && chosen) back(event, "[data-keeps-focus]");
    },
  };
}

export function focusables(within: Element): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (one) => one.tabIndex >= 0 && one.getClientRects().length > 0,
  );
}

/** Tab goes round within `within`. */
export function trapTab(event: KeyboardEvent, within: Element): void {
  if (event.key !== "Tab") return;
  const all = focusables(within);
  const root = within.getRootNode() as Document | ShadowRoot;
  const end = event.shiftKey ? all[0] : all.at(-1);
  const start = event.shiftKey ? all.at(-1) : all[0];
  if (root.activeElement !== end && all.includes(root.activeElement as HTMLElement)) return;
  event.preventDefault();
  start?.focus();
}
