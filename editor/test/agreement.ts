/** The operations that the server's geometry is compared with. */
import * as booleans from "../src/geometry/booleans";
import { simplified } from "../src/geometry/simplify";
import { type Parts, type Path, type Ring, type Size, ringsOf } from "../src/geometry/types";

/** Each part a list of rings, the outer one first. */
type Rings = Ring[][];

export interface Question {
  readonly operation: string;
  readonly a: Rings;
  readonly b?: Rings;
  readonly path?: Path;
  readonly size?: Size;
}

/** Parts, or for a slice the parts of each piece. */
export function answer(question: Question): Rings[] {
  const a = partsOf(question.a);
  const b = partsOf(question.b ?? []);
  switch (question.operation) {
    case "union":
      return [ringsOfParts(booleans.union(a, b))];
    case "difference":
      return [ringsOfParts(booleans.difference(a, b))];
    case "intersection":
      return [ringsOfParts(booleans.intersection(a, b))];
    case "slice":
      return booleans.slice(a, question.path!).map(ringsOfParts);
    case "clipped":
      return [ringsOfParts(booleans.clipped(a, question.size!))];
    case "repaired":
      return [ringsOfParts(booleans.repaired(a))];
    case "simplified":
      return [ringsOfParts(simplified(a).parts)];
  }
  throw new RangeError(`no such operation: ${question.operation}`);
}

function partsOf(rings: Rings): Parts {
  return rings.map(([outer, ...holes]) => ({ outer: outer!, holes }));
}

function ringsOfParts(parts: Parts): Rings {
  return parts.map((part) => [...ringsOf(part)]);
}
