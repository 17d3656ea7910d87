/** Small outlines to test with, and fast-check arbitraries of random ones. */
import fc from "fast-check";
import { snapped } from "../../src/geometry/types";
import type { Parts, Point, Ring } from "../../src/geometry/types";

/** An upright square from its top left corner, clockwise on the screen. */
export function square(x: number, y: number, side: number): Ring {
  return [x, y, x + side, y, x + side, y + side, x, y + side];
}

export function partsOf(outer: Ring, ...holes: Ring[]): Parts {
  return [{ outer, holes }];
}

/** 100 x 100 at the origin with a hole of 40 x 40 in its middle. */
export const FRAME = partsOf(square(0, 0, 100), square(30, 30, 40));

/** `count` points on a circle. */
export function disc(centre: Point, radius: number, count: number): Ring {
  return star(centre, Array<number>(count).fill(radius));
}

/** Points at equal angles about `centre`, as far from it as `radii` say: never crosses itself. */
export function star(centre: Point, radii: readonly number[]): Ring {
  return radii.flatMap((radius, i) => {
    const angle = (2 * Math.PI * i) / radii.length;
    return [
      snapped(centre.x + radius * Math.cos(angle)),
      snapped(centre.y + radius * Math.sin(angle)),
    ];
  });
}

/** The same ring from another start vertex. */
export function startingAt(ring: Ring, vertex: number): Ring {
  return [...ring.slice(vertex * 2), ...ring.slice(0, vertex * 2)];
}

/** x, y pairs. */
export function pointsOf(ring: Ring): string[] {
  const points: string[] = [];
  for (let i = 0; i < ring.length; i += 2) points.push(`${ring[i]},${ring[i + 1]}`);
  return points;
}

/** Star-shaped rings of 5 to 40 points about (200, 200), 40 to 120 pixels wide, wound either way. */
export const simpleRings: fc.Arbitrary<Ring> = fc
  .tuple(
    fc.array(fc.double({ min: 20, max: 60, noNaN: true }), { minLength: 5, maxLength: 40 }),
    fc.boolean(),
  )
  .map(([radii, back]) => {
    const ring = star({ x: 200, y: 200 }, radii);
    return back ? pairs(ring).reverse().flat() : ring;
  });

/** A simple ring of `simpleRings` with a small hole about its centre. */
export const ringsWithHole: fc.Arbitrary<Parts> = fc
  .tuple(
    simpleRings,
    fc.array(fc.double({ min: 3, max: 8, noNaN: true }), { minLength: 3, maxLength: 9 }),
  )
  .map(([outer, radii]) => partsOf(outer, star({ x: 200, y: 200 }, radii)));

function pairs(ring: Ring): number[][] {
  const points: number[][] = [];
  for (let i = 0; i < ring.length; i += 2) points.push([ring[i]!, ring[i + 1]!]);
  return points;
}
