/** Which panels are open: the person's taste, kept in the browser. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { keep, kept } from "../app/kept";

export const TABS = ["instances", "ghosts", "history"] as const;
export type Tab = (typeof TABS)[number];

export interface Layout {
  readonly strip: boolean;
  readonly side: boolean;
  readonly tab: Tab;
}

const KEPT = "segcore-editor-layout";

/** Where there is room both are open; in less width (CSS pixels) they wait to be asked for. */
export function plainLayout(width: number): Layout {
  return { strip: width >= 820, side: width >= 700, tab: "instances" };
}

export interface LayoutKeeper {
  readonly layout: ReadonlySignal<Layout>;
  /** The person wants it so; kept. */
  change(wish: Partial<Layout>): void;
  /** There is `width` now: what nobody has chosen follows it. */
  fit(width: number): void;
}

export function keepLayout(): LayoutKeeper {
  const wishes = signal(kept("localStorage", KEPT) as Partial<Layout> | null);
  const width = signal(Infinity);
  return {
    layout: computed(() => ({ ...plainLayout(width.value), ...wishes.value })),
    change: (wish) => {
      wishes.value = { ...wishes.value, ...wish };
      keep("localStorage", KEPT, wishes.value);
    },
    fit: (now) => {
      width.value = now;
    },
  };
}
