/** The stretches of outline that an edit replaced. */
import { splicesBetween } from "./diff";
import { type Parts, type Path, type Ring, pointOf, ringsOf } from "./types";

/** Both run between the same two vertices, which did not move. */
export interface Change {
  readonly old: Path;
  readonly new: Path;
}

/** Of rings that came, went or moved as a whole nothing is told. */
export function changesBetween(before: Parts, after: Parts): Change[] {
  const was = before.flatMap(ringsOf);
  const is = after.flatMap(ringsOf);
  const [gone, come] = [without(was, is), without(is, was)];
  if (gone.length !== come.length) return [];
  return gone.flatMap((ring, k) => changesOf(ring, come[k]!));
}

function without(rings: readonly Ring[], others: readonly Ring[]): Ring[] {
  const known = new Set(others);
  return rings.filter((ring) => !known.has(ring));
}

/** Vertices of `before` from `start`, `drop` of them, gave way to `points`. */
interface Swap {
  start: number;
  drop: number;
  points: readonly number[];
}

function changesOf(before: Ring, after: Ring): Change[] {
  const count = before.length / 2;
  return swapsBetween(before, after).flatMap(({ start, drop, points }) => {
    if (drop > count - 1) return [];
    const old: number[] = [];
    for (let i = start - 1; i <= start + drop; i++) {
      const { x, y } = pointOf(before, i);
      old.push(x, y);
    }
    return [{ old, new: [...old.slice(0, 2), ...points, ...old.slice(-2)] }];
  });
}

/** Front to back; what changed at the end and at the start of the list is one swap around it. */
function swapsBetween(before: Ring, after: Ring): Swap[] {
  const whole = (outer: Ring) => [{ outer, holes: [] }];
  const swaps = (splicesBetween(whole(before), whole(after)) ?? [])
    .map(([, , start, drop, points]): Swap => ({ start, drop, points }))
    .reverse();
  const [first, last] = [swaps[0], swaps.at(-1)];
  if (!first || !last || first === last) return swaps;
  if (first.start > 0 || last.start + last.drop < before.length / 2) return swaps;
  const around = {
    start: last.start,
    drop: last.drop + first.drop,
    points: [...last.points, ...first.points],
  };
  return [...swaps.slice(1, -1), around];
}
