/** A scene on tiles. */
import type { Box } from "../geometry/types";
import { grown, holds, joined } from "./boxes";
import type { Budget } from "./budget";
import type { DeviceView } from "./device";
import { REACH, type Ink, type Thickness } from "./ink";
import { paintShown } from "./paint";
import { Scene } from "./scene";
import type { Shown } from "./shown";
import { Tiles, type Place, type TilePainter } from "./tiles";

export class SceneLayer implements TilePainter<Shown> {
  readonly scene = new Scene((box) => this.spoil(box));
  readonly tiles = new Tiles<Shown>(this);
  /** Instances drawn on tiles so far. */
  painted = 0;
  private ink: Ink = { opacity: 0, outlines: true, ratio: 1 };
  private thickness: Thickness = "wide";
  private spoilt: Box | null = null;

  /** Draw with these from now on. */
  use(ink: Ink, thickness: Thickness): void {
    const { opacity, outlines, ratio } = this.ink;
    const same = opacity === ink.opacity && outlines === ink.outlines && ratio === ink.ratio;
    if (same && thickness === this.thickness) return;
    this.ink = ink;
    this.thickness = thickness;
    this.tiles.spoil(null);
  }

  /** Draw what is missing; returns whether nothing is. */
  prepare(view: DeviceView, budget: Budget | null): boolean {
    this.spoilt = null;
    return this.tiles.prepare(view, budget);
  }

  draw(ctx: CanvasRenderingContext2D, view: DeviceView): void {
    this.tiles.draw(ctx, view);
  }

  /** Whether what has changed since the last frame is all of an instance, not a stretch. */
  get isMoving(): boolean {
    const { spoilt } = this;
    return spoilt !== null && this.scene.near(spoilt).some((shown) => holds(spoilt, shown.box));
  }

  find(box: Box): readonly Shown[] {
    return this.scene.within(box);
  }

  paint(ctx: CanvasRenderingContext2D, items: readonly Shown[], { box, scale }: Place): number {
    const seen = grown(box, this.reach() / scale);
    const { ink, thickness } = this;
    ctx.lineJoin = "round";
    this.painted += items.length;
    let cost = 0;
    for (const shown of items) cost += paintShown(ctx, shown, { box: seen, scale, ink, thickness });
    return cost;
  }

  reach(): number {
    return REACH * this.ink.ratio;
  }

  private spoil(box: Box | null): void {
    this.spoilt = joined(this.spoilt, box);
    this.tiles.spoil(box);
  }
}
