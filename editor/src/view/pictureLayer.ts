/** The picture under everything: from the level that suits the scale, adjusted as the look says. */
import type { Look } from "../app/state";
import type { Box, Size } from "../geometry/types";
import { Adjusted } from "./adjusted";
import { tableFor } from "./adjust";
import { overlap } from "./boxes";
import type { Budget } from "./budget";
import type { DeviceView } from "./device";
import { Pyramid, type Picture } from "./pyramid";
import { Tiles, type Place, type TilePainter } from "./tiles";

type Source = Picture | HTMLCanvasElement;

const SHARP = 2; // CSS pixels an image pixel from which pixels are seen as squares
const COST = 0.5; // milliseconds a tile

/** What is smoothed and stays at one scale is kept in tiles, for panning shifts them at little cost. */
export class PictureLayer implements TilePainter<Source> {
  private pyramid: Pyramid | null = null;
  private adjusted: Adjusted | null = null;
  private table: Uint8ClampedArray | null = null;
  private source: Source | null = null;
  private size: Size = { width: 1, height: 1 };
  private ratio = 1;
  private lastScale = 0;
  private rests = true;
  private readonly tiles = new Tiles(this);

  /** `changed` is called when a better level has come. */
  constructor(private readonly changed: () => void) {}

  get isEmpty(): boolean {
    return this.pyramid === null;
  }

  /** `size`: what it covers, image pixels, however many pixels it has itself. */
  show(picture: Picture | null, size: Size): void {
    this.pyramid?.close();
    this.pyramid = picture && new Pyramid(picture, this.changed);
    this.size = size;
    this.renew();
  }

  look(look: Look): void {
    const table = tableFor(look);
    if (String(table) === String(this.table)) return;
    this.table = table;
    this.renew();
  }

  /** Make ready what `draw` needs; returns whether it is as good as it can be. */
  prepare(view: DeviceView, budget: Budget): boolean {
    if (!this.pyramid) return true;
    this.ratio = view.ratio;
    const isFine = this.choose(view.scale, budget);
    this.rests = view.scale === this.lastScale;
    this.lastScale = view.scale;
    if (!this.isSmooth(view.scale)) return isFine;
    return this.rests && this.tiles.prepare(view, budget) && isFine;
  }

  draw(ctx: CanvasRenderingContext2D, view: DeviceView): void {
    if (!this.source) return;
    if (this.isSmooth(view.scale) && this.tiles.isCrisp(view)) return this.tiles.draw(ctx, view);
    ctx.save();
    ctx.setTransform(view.scale, 0, 0, view.scale, view.x, view.y);
    // Smoothing costs most of such a frame; the next frames are smooth again.
    this.drawSource(ctx, this.source, this.rests && this.isSmooth(view.scale));
    ctx.restore();
  }

  /** The small picture for the minimap, at least `width` pixels wide where there is one. */
  thumbnail(width: number): Picture | null {
    return this.pyramid && this.pyramid.at(width / this.pyramid.size.width).source;
  }

  dispose(): void {
    this.show(null, this.size);
  }

  find(box: Box): readonly Source[] {
    const all = { x1: 0, y1: 0, x2: this.size.width, y2: this.size.height };
    return this.source && overlap(box, all) ? [this.source] : [];
  }

  paint(ctx: CanvasRenderingContext2D, [source]: readonly Source[], { scale }: Place): number {
    this.drawSource(ctx, source!, this.isSmooth(scale));
    return COST;
  }

  reach(): number {
    return 0;
  }

  private renew(): void {
    this.source = null;
    this.adjusted = this.pyramid && this.table && new Adjusted(this.pyramid, this.table);
    this.tiles.reset();
  }

  /** Choose what to draw from; tiles drawn from something else are drawn again. */
  private choose(scale: number, budget: Budget): boolean {
    const pyramid = this.pyramid!;
    const own = (scale * this.size.width) / pyramid.size.width;
    const { source, isFine } = this.adjusted
      ? this.adjusted.at(own, budget)
      : { source: pyramid.at(own).source, isFine: true };
    if (source !== this.source) this.tiles.spoil(null);
    this.source = source;
    return isFine;
  }

  private drawSource(ctx: CanvasRenderingContext2D, source: Source, isSmooth: boolean): void {
    ctx.imageSmoothingEnabled = isSmooth;
    ctx.drawImage(source, 0, 0, this.size.width, this.size.height);
  }

  private isSmooth(scale: number): boolean {
    return scale < SHARP * this.ratio;
  }
}
