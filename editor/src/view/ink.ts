/** How outlines look: two tones, so that they can be seen on any picture. */
import type { Manner, Style } from "./shown";

/** What holds for all instances. */
export interface Ink {
  /** Of fills, 0..1. */
  readonly opacity: number;
  readonly outlines: boolean;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
}

/**
 * Lines of one device pixel cost the browser a sixth of wider ones, where it rasters without a GPU.
 * "fine": all of them such, the dark ones beside the coloured one; "wide": wide ones; "bare": fine
 * ones and no fill, for what is drawn anew in every frame.
 */
export type Thickness = "fine" | "wide" | "bare";

export const DARK = "rgba(0, 0, 0, 0.75)";

type Offsets = readonly (readonly [dx: number, dy: number])[];

/** Lines of one device pixel side by side: where the dark and the coloured ones are, device pixels. */
export interface Strands {
  readonly dark: Offsets;
  readonly colored: Offsets;
}

/** No direction of an outline hides both dark ones. */
const THIN: Strands = {
  dark: [
    [1, 0],
    [0, 1],
  ],
  colored: [[0, 0]],
};
const BARE: Strands = { dark: [[1, 1]], colored: [[0, 0]] };
const THICK: Strands = {
  dark: [
    [-1, -1],
    [2, -1],
    [-1, 2],
    [2, 2],
  ],
  colored: [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ],
};

export interface Weight {
  /** Added to the opacity of fills. */
  readonly fill: number;
  /** CSS pixels of the coloured line and of the dark one under it. */
  readonly line: number;
  readonly under: number;
  readonly dash: readonly number[];
}

export const WEIGHTS: Record<Manner, Weight> = {
  plain: { fill: 0, line: 1.5, under: 3, dash: [] },
  hovered: { fill: 0.15, line: 2, under: 4, dash: [] },
  selected: { fill: 0.2, line: 2.5, under: 4.5, dash: [] },
  ghost: { fill: -0.12, line: 1.5, under: 2.5, dash: [4, 4] },
  chosenGhost: { fill: 0.15, line: 2.5, under: 4.5, dash: [8, 4] },
};
const LOCKED = [6, 3];
const CROWD = [1.5, 3];
const BOX = [3, 3];

/** How far lines reach beyond what they outline, CSS pixels. */
export const REACH = 4;

export function dashOf(style: Style, weight: Weight): readonly number[] {
  if (style.isCrowd) return CROWD;
  if (style.isLocked) return LOCKED;
  return style.isBox ? BOX : weight.dash;
}

export function strandsOf(thickness: "fine" | "bare", { manner }: Style): Strands {
  if (thickness === "bare") return BARE;
  return manner === "plain" || manner === "ghost" ? THIN : THICK;
}
