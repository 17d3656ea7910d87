/** Levels of a picture with the adjustments made: once a level, some rows a frame. */
import { adjust } from "./adjust";
import type { Budget } from "./budget";
import type { Picture, Pyramid } from "./pyramid";

type Source = Picture | HTMLCanvasElement;

const BAND = 2 ** 17; // pixels adjusted at a time
const BAND_COST = 2; // milliseconds that takes
const AT_ONCE = 2 ** 20; // pixels of a level that is done in one go

interface Level {
  readonly canvas: HTMLCanvasElement;
  rows: number;
}

export class Adjusted {
  private levels = new Map<number, Level>();
  private readonly band = document.createElement("canvas");

  constructor(
    private readonly pyramid: Pyramid,
    private readonly table: Uint8ClampedArray,
  ) {}

  /**
   * What to draw from at `scale`, and whether it is as fine as it should be: a large level takes
   * some frames, and until then a small one stands in.
   */
  at(scale: number, budget: Budget): { source: Source; isFine: boolean } {
    const { level, source } = this.pyramid.at(scale);
    const wanted = this.level(level, source);
    while (!isDone(wanted) && (isSmall(source) || !budget.isSpent)) {
      this.adjustBand(wanted, source);
      budget.spend(BAND_COST);
    }
    if (isDone(wanted)) return { source: wanted.canvas, isFine: true };
    const smaller = this.pyramid.levels.find((one) => isSmall(one));
    if (!smaller) return { source, isFine: false };
    return { source: this.whole(smaller), isFine: false };
  }

  private whole(source: ImageBitmap): HTMLCanvasElement {
    const level = this.level(this.pyramid.levels.indexOf(source) + 1, source);
    while (!isDone(level)) this.adjustBand(level, source);
    return level.canvas;
  }

  private level(index: number, { width, height }: Picture): Level {
    let level = this.levels.get(index);
    if (!level) {
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      level = { canvas, rows: 0 };
      this.levels.set(index, level);
    }
    return level;
  }

  private adjustBand(level: Level, source: Picture): void {
    const { width, height } = level.canvas;
    const rows = Math.min(height - level.rows, Math.max(1, Math.floor(BAND / width)));
    Object.assign(this.band, { width, height: rows });
    const ctx = this.band.getContext("2d", { willReadFrequently: true })!;
    ctx.drawImage(source, 0, level.rows, width, rows, 0, 0, width, rows);
    const data = ctx.getImageData(0, 0, width, rows);
    adjust(data.data, this.table);
    level.canvas.getContext("2d")!.putImageData(data, 0, level.rows);
    level.rows += rows;
  }
}

function isDone({ canvas, rows }: Level): boolean {
  return rows >= canvas.height;
}

function isSmall({ width, height }: Picture): boolean {
  return width * height <= AT_ONCE;
}
