import { beforeEach, describe, expect, it, vi } from "vitest";
import { halvings, levelFor, Pyramid } from "../../src/view/pyramid";

describe("halvings", () => {
  it("ends near two hundred pixels", () => {
    expect(halvings({ width: 4000, height: 3000 })).toBe(5);
    expect(halvings({ width: 150, height: 90 })).toBe(0);
  });
});

describe("levelFor", () => {
  it.each([
    [4, 0],
    [1, 0],
    [0.51, 0],
    [0.5, 1],
    [0.3, 1],
    [0.25, 2],
    [0.13, 2],
    [0.001, 5],
  ])("at scale %f is %i: a pixel for each on the screen, and none to spare", (scale, level) => {
    expect(levelFor(scale, 6)).toBe(level);
  });
});

describe("Pyramid", () => {
  const made: { width: number; isOpen: boolean }[] = [];

  /** node has no bitmaps: one that knows its size and whether it was closed. */
  function bitmap(width: number, height: number): ImageBitmap {
    const state = { width, isOpen: true };
    made.push(state);
    return { width, height, close: () => (state.isOpen = false) } as unknown as ImageBitmap;
  }

  beforeEach(() => {
    made.length = 0;
    vi.stubGlobal("createImageBitmap", (_: unknown, to: ImageBitmapOptions) =>
      Promise.resolve(bitmap(to.resizeWidth!, to.resizeHeight!)),
    );
    return () => vi.unstubAllGlobals();
  });

  it("draws from the picture until there is a smaller one, and then from that", async () => {
    const picture = bitmap(1600, 800);
    let tell = () => {};
    const pyramid = new Pyramid(picture, () => tell());
    expect(pyramid.at(0.25).source).toBe(picture);
    await new Promise<void>((done) => (tell = () => pyramid.levels.length === 3 && done()));
    expect(pyramid.at(0.25).source).toMatchObject({ width: 400, height: 200 });
    expect(pyramid.at(1).source).toBe(picture);
  });

  it("closes what it made and leaves the picture to its owner", async () => {
    const pyramid = new Pyramid(bitmap(1600, 800), () => {});
    await Promise.resolve();
    pyramid.close();
    await vi.waitFor(() => expect(made.length).toBeGreaterThan(1));
    const [picture, ...halves] = made;
    expect(picture!.isOpen).toBe(true);
    expect(halves.every((half) => !half.isOpen)).toBe(true);
  });
});
