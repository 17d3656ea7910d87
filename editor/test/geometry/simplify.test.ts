import fc from "fast-check";
import { expect, test } from "vitest";
import { iou } from "../../src/geometry/booleans";
import { isSound } from "../../src/geometry/crossings";
import { boxOf } from "../../src/geometry/rings";
import { simplified, smoothed } from "../../src/geometry/simplify";
import { ringsOf } from "../../src/geometry/types";
import { FRAME, disc, partsOf, pointsOf, ringsWithHole, square } from "./examples";

const BOW = partsOf([0, 0, 10, 10, 10, 0, 0, 10]);

test("what is simplified keeps its IoU, is sound and has only points that were there", () => {
  fc.assert(
    fc.property(ringsWithHole, fc.constantFrom(0.9, 0.98, 0.999), (parts, least) => {
      const { parts: few, before, after, iou: kept } = simplified(parts, least);
      expect(kept).toBeGreaterThanOrEqual(least);
      expect(iou(parts, few)).toBeGreaterThanOrEqual(least - 1e-6);
      expect(isSound(few)).toBe(true);
      expect(after).toBeLessThanOrEqual(before);
      const known = new Set(parts.flatMap(ringsOf).flatMap(pointsOf));
      expect(
        few
          .flatMap(ringsOf)
          .flatMap(pointsOf)
          .every((point) => known.has(point)),
      ).toBe(true);
    }),
  );
});

test("a disc of 500 points needs a fraction of them", () => {
  const { before, after } = simplified(partsOf(disc({ x: 200, y: 200 }, 100, 500)));
  expect(before).toBe(500);
  expect(after).toBeLessThan(30);
});

test("points on straight edges go even at an IoU of 1", () => {
  const { parts, after } = simplified(partsOf([0, 0, 5, 0, 10, 0, 10, 10, 0, 10]), 1);
  expect(after).toBe(4);
  expect(parts).toEqual(partsOf(square(0, 0, 10)));
});

test("an outline that crosses itself comes back as it is", () => {
  expect(simplified(BOW)).toEqual({ parts: BOW, before: 4, after: 4, iou: 1 });
  expect(simplified(BOW).parts).toBe(BOW);
  expect(smoothed(BOW)).toBe(BOW);
});

test("parts that overlap are measured as one area", () => {
  const two = [...partsOf(disc({ x: 0, y: 0 }, 50, 80)), ...partsOf(disc({ x: 60, y: 0 }, 50, 80))];
  const { parts, iou: kept } = simplified(two);
  expect(kept).toBeGreaterThanOrEqual(0.98);
  expect(iou(two, parts)).toBeGreaterThanOrEqual(0.98);
});

test("smoothing stays within the IoU, is sound and rounds corners", () => {
  fc.assert(
    fc.property(ringsWithHole, (parts) => {
      const smooth = smoothed(parts);
      expect(iou(parts, smooth)).toBeGreaterThanOrEqual(0.98);
      expect(isSound(smooth)).toBe(true);
    }),
    { numRuns: 30 },
  );
  const round = smoothed(FRAME);
  expect(pointsOf(round[0]!.outer)).not.toContain("0,0");
  expect(boxOf(round).x1).toBeGreaterThanOrEqual(0);
  expect(round[0]!.holes).toHaveLength(1);
});

test("smoothing takes the steps off a line of pixels", () => {
  const steps = Array.from({ length: 60 }, (_, i) => [i, i, i + 1, i]).flat();
  const stairs = partsOf([...steps, 60, 60, 0, 60]);
  const turns = (smooth: typeof stairs) => smooth[0]!.outer.length / 2;
  expect(turns(smoothed(stairs))).toBeLessThan(30);
});
