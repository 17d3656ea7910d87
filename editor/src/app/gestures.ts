/** From what a tool wants to what is recorded: whole instances before and after. */
import { clipped } from "../geometry/booleans";
import { boxOf, partsArea } from "../geometry/rings";
import type { Box, Parts, Size } from "../geometry/types";
import type { Change, Gesture, Instance } from "../model/types";
import type { Edit, Made } from "./acts";
import { newId } from "./ids";

export interface Work {
  readonly edits?: readonly Edit[];
  readonly made?: readonly Made[];
}

/** Where a gesture takes place. */
export interface Place {
  readonly size: Size;
  instance(key: string): Instance | undefined;
  isLocked(key: string): boolean;
}

/** `work` as one gesture; null when it changes nothing. What is locked is left out. */
export function gestureOf(
  place: Place,
  label: string,
  work: Work,
  seconds: () => number | null,
): Gesture | null {
  const id = newId();
  const edited = (work.edits ?? []).flatMap((edit) => editChange(place, edit) ?? []);
  const made = (work.made ?? [])
    .map((one) => ({ ...one, parts: inside(one.parts, place.size) }))
    .filter((one) => one.parts.length > 0)
    .map((one, n) => ({ before: null, after: madeInstance(one, `${id}.${n}`) }));
  const changes = [...edited, ...made];
  return changes.length ? { id, label, changes, seconds: seconds() } : null;
}

function editChange(place: Place, edit: Edit): Change | null {
  const before = place.instance(edit.key);
  if (!before || place.isLocked(edit.key)) return null;
  if (edit.remove) return { before, after: null };
  const after = edited(before, edit, place.size);
  if (after === null) return { before, after: null };
  return isSame(before, after) ? null : { before, after };
}

/** The instance after `edit`; null when nothing of it is left. */
function edited(before: Instance, edit: Edit, size: Size): Instance | null {
  const after = {
    ...before,
    version: before.version + 1,
    categoryId: edit.categoryId ?? before.categoryId,
    isCrowd: edit.isCrowd ?? before.isCrowd,
    z: edit.z ?? before.z,
  };
  if (edit.parts === undefined || edit.parts === before.parts) return Object.freeze(after);
  const parts = inside(edit.parts, size);
  if (parts.length === 0) return null;
  const outline = { parts, box: boxOf(parts), area: partsArea(parts) };
  return Object.freeze({ ...after, ...outline, isExact: false, isEdited: true });
}

function isSame(before: Instance, after: Instance): boolean {
  return (
    before.parts === after.parts &&
    before.categoryId === after.categoryId &&
    before.isCrowd === after.isCrowd &&
    before.z === after.z
  );
}

function madeInstance({ parts, categoryId, z, isCrowd, ghost }: Made, key: string): Instance {
  const isOfRun = ghost !== undefined && ghost.runId !== "";
  return Object.freeze({
    key,
    version: 1,
    categoryId,
    parts,
    box: boxOf(parts),
    area: partsArea(parts),
    isCrowd: isCrowd ?? false,
    isExact: false,
    isEdited: true,
    origin: isOfRun ? "model" : "person",
    score: isOfRun ? ghost.score : null,
    runId: isOfRun ? ghost.runId : null,
    z: z ?? 0,
  });
}

/** What of the outline lies on the picture; the same object when all of it does. */
function inside(parts: Parts, size: Size): Parts {
  if (parts.length === 0 || isInside(boxOf(parts), size)) return parts;
  return clipped(parts, size);
}

function isInside(box: Box, { width, height }: Size): boolean {
  return box.x1 >= 0 && box.y1 >= 0 && box.x2 <= width && box.y2 <= height;
}
