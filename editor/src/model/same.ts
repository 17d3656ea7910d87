/** Whether two instances look the same to a person: not their versions, nor what is computed. */
import type { Parts, Ring } from "../geometry/types";
import type { Instance } from "./types";

export function isSameState(one: Instance | null, other: Instance | null): boolean {
  if (one === other) return true;
  if (!one || !other) return false;
  return (
    one.categoryId === other.categoryId &&
    one.isCrowd === other.isCrowd &&
    one.z === other.z &&
    isSameOutline(one.parts, other.parts)
  );
}

/** Bit for bit, in the same order. */
export function isSameOutline(one: Parts, other: Parts): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  return one.every((part, index) => {
    const { outer, holes } = other[index]!;
    return (
      isSameRing(part.outer, outer) &&
      part.holes.length === holes.length &&
      part.holes.every((hole, h) => isSameRing(hole, holes[h]!))
    );
  });
}

function isSameRing(one: Ring, other: Ring): boolean {
  return one === other || (one.length === other.length && one.every((x, i) => x === other[i]));
}
