/** What is drawn of an instance or a ghost, and in which manner. */
import type { State } from "../app/state";
import { boxOf } from "../geometry/rings";
import type { Box, Parts } from "../geometry/types";
import type { Ghost } from "../model/types";

export type Manner = "plain" | "hovered" | "selected" | "ghost" | "chosenGhost";

/** Shared by all that look alike, so that `===` compares it. */
export interface Style {
  /** "#rrggbb". */
  readonly color: string;
  readonly manner: Manner;
  readonly isLocked: boolean;
  readonly isCrowd: boolean;
  /** Only its box is known. */
  readonly isBox: boolean;
}

export interface Shown {
  readonly key: string;
  readonly parts: Parts;
  readonly box: Box;
  /** Draw order; of equals the one shown first lies below. */
  readonly z: number;
  readonly style: Style;
}

const UNKNOWN = "#ffffff"; // of what has no class yet
/** What ghosts are called among the shown; a space is in no instance's key. */
export const GHOST = "ghost ";

const styles = new Map<string, Style>();

function styleOf(style: Style): Style {
  const { color, manner, isLocked, isCrowd, isBox } = style;
  const name = `${color} ${manner} ${+isLocked}${+isCrowd}${+isBox}`;
  const known = styles.get(name);
  if (!known) styles.set(name, style);
  return known ?? style;
}

/**
 * How `key` is shown in `manner`: an instance, its preview, or the preview of one that is still to
 * be made. Null when it is hidden or there is nothing of it. `known` is returned where it still holds.
 */
export function instanceShown(
  state: State,
  key: string,
  { manner, z, known }: { manner: Manner; z?: number; known: Shown | undefined },
): Shown | null {
  const instance = state.doc.get(key);
  const preview = state.preview.value?.get(key);
  if (instance ? state.isHidden(key) : !preview) return null;
  const parts = preview ?? (instance!.parts.length > 0 ? instance!.parts : boxParts(instance!.box));
  const category = instance ? state.categoryOf(instance.categoryId) : state.category.value;
  const style = styleOf({
    color: category?.color ?? UNKNOWN,
    manner,
    isLocked: instance !== undefined && state.isLocked(key),
    isCrowd: instance?.isCrowd ?? false,
    isBox: instance?.parts.length === 0 && !preview,
  });
  return shown({ key, parts, z: z ?? instance?.z ?? 0, style }, known);
}

export function ghostShown(
  state: State,
  { key, parts, categoryId }: Ghost,
  { manner, known }: { manner: Manner; known: Shown | undefined },
): Shown | null {
  const color = state.categoryOf(categoryId)?.color ?? UNKNOWN;
  const style = styleOf({ color, manner, isLocked: false, isCrowd: false, isBox: false });
  return shown({ key: GHOST + key, parts, z: Infinity, style }, known);
}

function shown(made: Omit<Shown, "box">, known: Shown | undefined): Shown | null {
  const { parts, z, style } = made;
  if (parts.length === 0) return null;
  if (known?.parts === parts && known.z === z && known.style === style) return known;
  return { ...made, box: known?.parts === parts ? known.box : boxOf(parts) };
}

const boxes = new WeakMap<Box, Parts>();

/** The same parts for the same box. */
function boxParts(box: Box): Parts {
  const { x1, y1, x2, y2 } = box;
  const parts = boxes.get(box) ?? [{ outer: [x1, y1, x2, y1, x2, y2, x1, y2], holes: [] }];
  boxes.set(box, parts);
  return parts;
}
