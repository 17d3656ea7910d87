/**
 * Areas joined, cut and overlapped. Rings and vertices that an operation does not reach are the
 * same objects and the same bits afterwards; new points lie on the grid. Each part is read by the
 * even-odd rule; parts that overlap cover their area once.
 */
import { areaOf, combined } from "./clipping";
import { flattened, operate, partOf, touching } from "./operate";
import { boxOfPath, partsArea } from "./rings";
import { settled, soundOutlines } from "./settle";
import type { Part, Parts, Size } from "./types";

export { slice } from "./slice";

/** `a` and `b` as one; parts that touch no part of the other are left as they are. */
export function union(a: Parts, b: Parts): Parts {
  const mine = touching(a, b);
  const theirs = touching(b, a);
  if (!theirs.length) return unlessSame(a, [...a, ...b]);
  const pieces = operate("union", mine, theirs);
  const fromMine = (part: Part) => pieces.filter(({ origin }) => origin === part);
  const first = a.flatMap((part) => (mine.includes(part) ? fromMine(part).map(partOf) : [part]));
  const others = pieces.filter(({ origin }) => !origin || !mine.includes(origin)).map(partOf);
  return unlessSame(a, [...first, ...others, ...b.filter((part) => !theirs.includes(part))]);
}

/** What of `a` is not in `b`. */
export function difference(a: Parts, b: Parts): Parts {
  const left = a.flatMap((part) => {
    const cutters = touching(b, [part]);
    return cutters.length ? operate("difference", [part], cutters).map(partOf) : [part];
  });
  return unlessSame(a, left);
}

/** What is both in `a` and in `b`. */
export function intersection(a: Parts, b: Parts): Parts {
  const mine = touching(a, b);
  const theirs = touching(b, a);
  return mine.length && theirs.length ? operate("intersection", mine, theirs).map(partOf) : [];
}

/** All of them as one. */
export function join(all: readonly Parts[]): Parts {
  return all.reduce((joined, parts) => union(joined, parts), []);
}

/** What lies on the picture; a part wholly on it is the same object. */
export function clipped(parts: Parts, { width, height }: Size): Parts {
  const picture = [{ outer: [0, 0, width, 0, width, height, 0, height], holes: [] }];
  const inside = parts.flatMap((part) => {
    const { x1, y1, x2, y2 } = boxOfPath(part.outer);
    const isInside = x1 >= 0 && y1 >= 0 && x2 <= width && y2 <= height;
    return isInside ? [part] : intersection([part], picture);
  });
  return unlessSame(parts, inside);
}

/** Without crossings, by the even-odd rule; a sound part is the same object. */
export function repaired(parts: Parts): Parts {
  return unlessSame(parts, parts.flatMap(settled));
}

/** Intersection over union, 0..1; 0 when both are empty. */
export function iou(a: Parts, b: Parts): number {
  const [mine, theirs] = [flattened(a), flattened(b)];
  const common = areaOf(combined("intersection", soundOutlines(mine), soundOutlines(theirs)));
  const all = partsArea(mine) + partsArea(theirs) - common;
  return all > 0 ? common / all : 0;
}

/** `before` itself where nothing came of it. */
function unlessSame(before: Parts, after: Parts): Parts {
  const isSame = after.length === before.length && after.every((part, k) => part === before[k]);
  return isSame ? before : after;
}
