/** A drawing of the plane in square tiles, drawn once and shifted: only what changed is drawn again. */
import type { Box } from "../geometry/types";
import { grown, joined, overlap } from "./boxes";
import type { Budget } from "./budget";
import type { DeviceView } from "./device";
import { areaOf, outward, scaled, TILE, tilesOf, type TilePlace } from "./tileGrid";

/** Who draws on the tiles. */
export interface TilePainter<Item> {
  /** What there is to draw in `box`, image pixels, in order. */
  find(box: Box): readonly Item[];
  /** On a context set to image pixels and clipped to `box`. Returns milliseconds, estimated. */
  paint(ctx: CanvasRenderingContext2D, items: readonly Item[], place: Place): number;
  /** How far what is drawn reaches beyond the box it is known by, device pixels. */
  reach(): number;
}

/** `box` in image pixels, `scale` device pixels each. */
export interface Place {
  readonly box: Box;
  readonly scale: number;
}

const LEAST_COST = 0.1; // milliseconds a tile, whatever is on it
const SPARE = 32; // canvases kept to be used again

interface Tile {
  readonly column: number;
  readonly row: number;
  /** None where nothing is drawn. */
  canvas: HTMLCanvasElement | null;
  /** What must be drawn again, device pixels of the plane. */
  dirty: Box | null;
}

/** Tiles at the scale of `view`, which says where they are wanted. */
interface Level {
  view: DeviceView;
  readonly tiles: Map<string, Tile>;
}

export class Tiles<Item> {
  /** Tiles drawn so far: what tests and benchmarks count. */
  drawn = 0;
  private level: Level | null = null;
  /** The next one, while it is made. */
  private coming: Level | null = null;
  private spare: HTMLCanvasElement[] = [];

  constructor(private readonly painter: TilePainter<Item>) {}

  /** Forget everything: another image. */
  reset(): void {
    this.drop(this.level);
    this.drop(this.coming);
    this.level = this.coming = null;
  }

  /** `box`, image pixels, looks different now; null: everything does. */
  spoil(box: Box | null): void {
    for (const level of [this.level, this.coming]) if (level) this.spoilLevel(level, box);
  }

  /**
   * Draw what is missing, as far as the budget goes; all of it without one. Returns whether all is
   * there; until it is, call again in the next frame.
   */
  prepare(view: DeviceView, budget: Budget | null): boolean {
    this.level ??= { view, tiles: new Map() };
    if (this.level.view.scale === view.scale) {
      this.drop(this.coming);
      this.coming = null;
      this.level.view = view;
      return this.fill(this.level, 0, budget) && this.fill(this.level, 1, budget);
    }
    this.coming ??= { view, tiles: new Map() };
    if (this.coming.view.scale === view.scale) this.coming.view = view;
    if (!this.fill(this.coming, 0, budget)) return false;
    this.drop(this.level);
    this.level = this.coming;
    this.coming = null;
    return false;
  }

  /** All that `view` shows is drawn, at its very scale. */
  isCrisp(view: DeviceView): boolean {
    const { level } = this;
    if (level?.view.scale !== view.scale) return false;
    return tilesOf(view, 0).every((at) => isDone(level.tiles.get(at.name)));
  }

  /** Put the tiles where `view` has them; those of another scale stretched. */
  draw(ctx: CanvasRenderingContext2D, view: DeviceView): void {
    if (!this.level) return;
    const factor = view.scale / this.level.view.scale;
    const size = TILE * factor;
    for (const { column, row, canvas } of this.level.tiles.values()) {
      if (!canvas) continue;
      // Whole pixels: no seam shows between neighbours.
      const x1 = Math.round(column * size + view.x);
      const y1 = Math.round(row * size + view.y);
      const x2 = Math.round((column + 1) * size + view.x);
      const y2 = Math.round((row + 1) * size + view.y);
      if (x2 <= 0 || y2 <= 0 || x1 >= view.width || y1 >= view.height) continue;
      if (factor === 1) ctx.drawImage(canvas, x1, y1);
      else ctx.drawImage(canvas, x1, y1, x2 - x1, y2 - y1);
    }
  }

  private spoilLevel({ view, tiles }: Level, box: Box | null): void {
    const area = box && outward(grown(scaled(box, view.scale), this.painter.reach()));
    for (const tile of tiles.values()) {
      const all = areaOf(tile);
      const hit = area ? overlap(area, all) : all;
      if (hit) tile.dirty = joined(tile.dirty, hit);
    }
  }

  /** Draw what `level` lacks of its view and of `ring` tiles around; false where the budget ended. */
  private fill(level: Level, ring: number, budget: Budget | null): boolean {
    for (const at of tilesOf(level.view, ring)) {
      const tile = level.tiles.get(at.name) ?? fresh(level, at);
      if (isDone(tile)) continue;
      if (budget?.isSpent) return false;
      const cost = this.render(tile, level.view.scale);
      budget?.spend(LEAST_COST + cost);
    }
    if (ring > 0) this.prune(level, ring + 1);
    return true;
  }

  private render(tile: Tile, scale: number): number {
    const dirty = tile.dirty!;
    const box = scaled(dirty, 1 / scale);
    const items = this.painter.find(grown(box, this.painter.reach() / scale));
    tile.dirty = null;
    this.drawn += 1;
    if (items.length === 0 && (!tile.canvas || isAll(dirty))) {
      this.free(tile);
      return 0;
    }
    tile.canvas ??= this.blank();
    return this.paint(tile, dirty, items, { box, scale });
  }

  private paint(tile: Tile, dirty: Box, items: readonly Item[], place: Place): number {
    const ctx = tile.canvas!.getContext("2d")!;
    const { x1, y1 } = areaOf(tile);
    const rectangle = [
      dirty.x1 - x1,
      dirty.y1 - y1,
      dirty.x2 - dirty.x1,
      dirty.y2 - dirty.y1,
    ] as const;
    ctx.save();
    ctx.beginPath();
    ctx.rect(...rectangle);
    ctx.clip();
    ctx.clearRect(...rectangle);
    ctx.setTransform(place.scale, 0, 0, place.scale, -x1, -y1);
    const cost = this.painter.paint(ctx, items, place);
    ctx.restore();
    return cost;
  }

  /** Let go of tiles more than `ring` tiles away from what is seen. */
  private prune({ view, tiles }: Level, ring: number): void {
    const near = new Set(tilesOf(view, ring).map((at) => at.name));
    for (const [name, tile] of tiles) {
      if (near.has(name)) continue;
      this.free(tile);
      tiles.delete(name);
    }
  }

  private blank(): HTMLCanvasElement {
    const canvas = this.spare.pop() ?? document.createElement("canvas");
    canvas.width = canvas.height = TILE; // also clears it
    return canvas;
  }

  private drop(level: Level | null): void {
    for (const tile of level?.tiles.values() ?? []) this.free(tile);
  }

  private free(tile: Tile): void {
    if (tile.canvas && this.spare.length < SPARE) this.spare.push(tile.canvas);
    tile.canvas = null;
  }
}

function fresh({ tiles }: Level, at: TilePlace): Tile {
  const tile = { column: at.column, row: at.row, canvas: null, dirty: areaOf(at) };
  tiles.set(at.name, tile);
  return tile;
}

function isDone(tile: Tile | undefined): boolean {
  return tile !== undefined && tile.dirty === null;
}

function isAll(dirty: Box): boolean {
  return (dirty.x2 - dirty.x1) * (dirty.y2 - dirty.y1) === TILE * TILE;
}
