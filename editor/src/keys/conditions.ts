/** When an action means something. */
import type { Tools } from "../tools/tool";

export function hasSelection({ state }: Tools): boolean {
  return state.selection.value.length > 0;
}

export function hasSeveral({ state }: Tools): boolean {
  return state.selection.value.length > 1;
}

export function hasGhosts({ state }: Tools): boolean {
  return state.ghostsShown.value.length > 0;
}

export function hasGhost({ state }: Tools): boolean {
  return state.ghost.value !== null;
}

export function hasConflict({ state }: Tools): boolean {
  return state.conflict.value !== null;
}

export function hasImage({ state }: Tools): boolean {
  return state.image.value !== null;
}
