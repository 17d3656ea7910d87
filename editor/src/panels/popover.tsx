/** A button that opens a small panel under itself. */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useDesk } from "./desk";
import { focusables } from "./focus";

export interface PopoverProps {
  /** What the button shows. */
  face: ComponentChildren;
  label: string;
  title?: string;
  class?: string;
  /** Which edge of the button the panel hangs from. */
  align?: "left" | "right";
  children: (close: () => void) => ComponentChildren;
}

export function Popover(props: PopoverProps): JSX.Element {
  const { refocus } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setOpen(false);
    refocus();
  };
  useLayoutEffect(() => (isOpen ? dismissing(root.current!, setOpen, close) : undefined), [isOpen]);
  return (
    <div class={`popover ${props.class ?? ""}`} ref={root}>
      <button
        type="button"
        class="popover-face"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={props.label}
        title={props.title ?? props.label}
        data-keeps-focus
        onClick={() => setOpen(!isOpen)}
      >
        {props.face}
      </button>
      {isOpen && (
        <div
          class={`popover-panel ${props.align ?? "left"}`}
          role="dialog"
          aria-label={props.label}
        >
          {props.children(close)}
        </div>
      )}
    </div>
  );
}

/** Focus what is in the panel; Escape and a press elsewhere close it. Returns how to stop. */
function dismissing(root: HTMLElement, setOpen: (open: boolean) => void, close: () => void) {
  const panel = root.querySelector(".popover-panel")!;
  focusables(panel)[0]?.focus();
  const outside = (event: Event): void => {
    if (!event.composedPath().includes(root)) setOpen(false);
  };
  const escape = (event: Event): void => {
    if ((event as KeyboardEvent).key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  const tree = root.getRootNode();
  window.addEventListener("pointerdown", outside, true);
  tree.addEventListener("keydown", escape, true);
  return () => {
    window.removeEventListener("pointerdown", outside, true);
    tree.removeEventListener("keydown", escape, true);
  };
}
