import { describe, expect, it } from "vitest";
import { adjust, tableFor } from "../../src/view/adjust";

const PLAIN = { brightness: 0, contrast: 0, gamma: 1, invert: false };

describe("tableFor", () => {
  it("is none for a picture as it is", () => {
    expect(tableFor(PLAIN)).toBeNull();
  });

  it("turns values around", () => {
    const table = tableFor({ ...PLAIN, invert: true })!;
    expect([table[0], table[100], table[255]]).toEqual([255, 155, 0]);
  });

  it("adds brightness, and keeps within bounds", () => {
    const table = tableFor({ ...PLAIN, brightness: 0.2 })!;
    expect([table[0], table[100], table[255]]).toEqual([51, 151, 255]);
  });

  it("stretches contrast around the middle, down to flat grey", () => {
    const more = tableFor({ ...PLAIN, contrast: 0.5 })!;
    expect(more[128]).toBeCloseTo(128, -1);
    expect(more[64]).toBeLessThan(64);
    const none = tableFor({ ...PLAIN, contrast: -1 })!;
    expect(new Set(none)).toEqual(new Set([128]));
  });

  it("lifts the middle with a gamma above one and leaves the ends", () => {
    const table = tableFor({ ...PLAIN, gamma: 2 })!;
    expect([table[0], table[64], table[255]]).toEqual([0, 128, 255]);
  });
});

describe("adjust", () => {
  it("maps the colours and leaves alpha alone", () => {
    const pixels = Uint8ClampedArray.of(0, 10, 255, 77);
    adjust(pixels, tableFor({ ...PLAIN, invert: true })!);
    expect([...pixels]).toEqual([255, 245, 0, 77]);
  });
});
