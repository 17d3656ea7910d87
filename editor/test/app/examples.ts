/** Instances one can see: squares by their corner and side. */
import { boxOf, partsArea } from "../../src/geometry/rings";
import type { Parts } from "../../src/geometry/types";
import type { Category, ImageInfo, Instance } from "../../src/model/types";

export function square(x: number, y: number, side: number): Parts {
  return [{ outer: [x, y, x + side, y, x + side, y + side, x, y + side], holes: [] }];
}

export function instance(key: string, parts: Parts, more: Partial<Instance> = {}): Instance {
  return Object.freeze({
    key,
    version: 1,
    categoryId: 1,
    parts,
    box: boxOf(parts),
    area: partsArea(parts),
    isCrowd: false,
    isExact: false,
    isEdited: false,
    origin: "import",
    score: null,
    runId: null,
    z: 0,
    ...more,
  });
}

export const CATEGORIES: readonly Category[] = [
  { id: 1, name: "panda", position: 0, color: "#e69f00", mark: "P" },
  { id: 2, name: "dice", position: 1, color: "#56b4e9", mark: "D" },
];

export function image(id: number, more: Partial<ImageInfo> = {}): ImageInfo {
  return {
    id,
    fileName: `${id}.jpg`,
    width: 100,
    height: 80,
    split: "train",
    state: "new",
    version: 1,
    url: "",
    thumb: "",
    ...more,
  };
}
