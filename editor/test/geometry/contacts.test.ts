import fc from "fast-check";
import { expect, test } from "vitest";
import {
  advanced,
  contactsOf,
  lengthBetween,
  lineBetween,
  pointAlong,
  withoutLoops,
} from "../../src/geometry/contacts";
import { pathCrossings } from "../../src/geometry/crossings";
import { inRing, pathLength } from "../../src/geometry/rings";
import { simpleRings, square } from "./examples";

const BENT = [0, 0, 10, 0, 10, 20];

test("a place on a line is counted in its pieces", () => {
  expect(pointAlong(BENT, 1.25)).toEqual({ x: 10, y: 5 });
  expect(pointAlong(BENT, 2)).toEqual({ x: 10, y: 20 });
  expect(lineBetween(BENT, 0.5, 1.5)).toEqual([5, 0, 10, 0, 10, 10]);
  expect(lengthBetween(BENT, 0.5, 1.5)).toBe(15);
});

test("so many pixels on, and no farther than its end", () => {
  expect(advanced(BENT, 0.5, 10)).toBe(1.25);
  expect(advanced(BENT, 0.5, 99)).toBe(2);
});

test("contacts come in the line's order", () => {
  const contacts = contactsOf([5, -5, 5, 25, 15, 25, 15, -5], square(0, 0, 20));
  expect(contacts.map(({ point }) => point)).toEqual([
    { x: 5, y: 0 },
    { x: 5, y: 20 },
    { x: 15, y: 20 },
    { x: 15, y: 0 },
  ]);
});

test("through a vertex is one contact, by a vertex none or two", () => {
  const diamond = [10, 0, 20, 10, 10, 20, 0, 10];
  expect(contactsOf([10, -5, 10, 10], diamond)).toHaveLength(1);
  expect(contactsOf([0, 0, 20, 0], diamond).length % 2).toBe(0);
});

test("the ends lie on the same side exactly when the contacts are even", () => {
  const spots = fc.integer({ min: 120, max: 280 });
  const lines = fc.array(fc.tuple(spots, spots), { minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(simpleRings, lines, (ring, points) => {
      const [first, last] = [points[0]!, points.at(-1)!];
      const sides = [first, last].map(([x, y]) => inRing(ring, { x, y }));
      expect(contactsOf(points.flat(), ring).length % 2).toBe(sides[0] === sides[1] ? 0 : 1);
    }),
  );
});

test("a loop goes, the line before and after it stays", () => {
  expect(withoutLoops([0, 0, 20, 0, 20, 10, 10, 10, 10, -10])).toEqual([0, 0, 10, 0, 10, -10]);
  expect(withoutLoops(BENT)).toEqual(BENT);
});

test("without its loops a line is no longer, keeps its ends and crosses itself no more", () => {
  const spots = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(fc.array(fc.tuple(spots, spots), { minLength: 2, maxLength: 30 }), (points) => {
      const line = points.flat();
      const plain = withoutLoops(line);
      expect(pathLength(plain)).toBeLessThanOrEqual(pathLength(line) + 1e-6);
      expect([...plain.slice(0, 2), ...plain.slice(-2)]).toEqual([
        ...line.slice(0, 2),
        ...line.slice(-2),
      ]);
      expect(pathCrossings(plain).length).toBeLessThanOrEqual(pathCrossings(line).length);
    }),
  );
});
