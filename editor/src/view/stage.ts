/** The canvas: draws the state, one frame after something has changed. */
import { effect } from "@preact/signals";
import type { State } from "../app/state";
import type { Size } from "../geometry/types";
import { Budget } from "./budget";
import { Cast } from "./cast";
import { drawConflict } from "./conflict";
import { drawCrosshair } from "./crosshair";
import { deviceView, type DeviceView } from "./device";
import { LabelLayer } from "./labelLayer";
import { Minimap } from "./minimap";
import type { OverlayPainter } from "./overlay";
import type { Thickness } from "./ink";
import { CanvasPainter } from "./painter";
import { PictureLayer } from "./pictureLayer";
import { drawPixelGrid } from "./pixelGrid";
import type { Picture } from "./pyramid";
import { SceneLayer } from "./sceneLayer";
import { watchGround, watchSize } from "./surroundings";

/** Pixel ratio from which lines of one device pixel would be too thin. */
const FINE_RATIO = 1.5;
/** Points of the selected outlines from which wide lines take too long. */
const MANY = 1500;

export class Stage {
  /** Called after each frame with the milliseconds that the script took; the browser rasters later. */
  onFrame?: (ms: number) => void;
  private readonly room = document.createElement("div");
  private readonly canvas = document.createElement("canvas");
  private readonly ctx = this.canvas.getContext("2d", { alpha: false })!;
  private readonly picture = new PictureLayer(() => this.wake());
  private readonly still = new SceneLayer();
  private readonly lively = new SceneLayer();
  private readonly labels: LabelLayer;
  private readonly cast: Cast;
  private readonly map: Minimap;
  private readonly budget = new Budget();
  private readonly stops: (() => void)[];
  private overlay: (painter: OverlayPainter) => void = () => {};
  private ground = "#808080";
  private ratio = devicePixelRatio;
  private imageId: number | null = null;
  private asked = 0;
  private frames = 0;
  private last = { time: -Infinity, scale: 0 };
  private isMoving = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly state: State,
  ) {
    this.labels = new LabelLayer(state, this.still.scene);
    this.cast = new Cast(state, this.still.scene, this.lively.scene, () => this.wake());
    this.map = new Minimap(state);
    this.room.style.cssText = "position: relative; width: 100%; height: 100%; overflow: hidden";
    this.canvas.style.cssText = "position: absolute; inset: 0; width: 100%; height: 100%";
    this.room.append(this.canvas, this.map.element);
    host.append(this.room);
    this.stops = [
      effect(() => this.watchLook()),
      effect(() => this.watchRest()),
      watchSize(this.room, (size, ratio) => this.resize(size, ratio)),
      watchGround(this.room, (color) => this.setGround(color)),
    ];
  }

  /** The stage's work so far, for tests and benchmarks. */
  get drawn(): { frames: number; instances: number; tiles: number } {
    return {
      frames: this.frames,
      instances: this.still.painted + this.lively.painted,
      tiles: this.still.tiles.drawn + this.lively.tiles.drawn,
    };
  }

  get minimap(): HTMLElement {
    return this.map.element;
  }

  set surfaceCursor(cursor: string) {
    this.host.style.cursor = cursor;
  }

  /** `draw` paints above everything, in every frame. */
  setOverlay(draw: (painter: OverlayPainter) => void): void {
    this.overlay = draw;
    this.wake();
  }

  invalidateOverlay(): void {
    this.wake();
  }

  /** The picture belongs to the caller; `size` is what it covers, image pixels. */
  setPicture(picture: Picture | null, size: Size): void {
    this.picture.show(picture, size);
    this.wake();
  }

  /** The picture's middle stays in the middle. `size` in CSS pixels. */
  resize(size: Size, ratio: number): void {
    const { view } = this.state;
    const { width, height } = view.value.screen;
    this.ratio = ratio;
    if (width !== size.width || height !== size.height) view.value = view.value.resized(size);
    this.wake();
  }

  dispose(): void {
    cancelAnimationFrame(this.asked);
    for (const stop of this.stops) stop();
    this.cast.dispose();
    this.map.dispose();
    this.picture.dispose();
    this.room.remove();
  }

  private wake(): void {
    this.asked ||= requestAnimationFrame((time) => this.frame(time));
  }

  private setGround(color: string): void {
    this.ground = color;
    this.wake();
  }

  private watchLook(): void {
    this.picture.look(this.state.look.value);
    void this.state.categories.value;
    this.labels.renew();
    this.wake();
  }

  private watchRest(): void {
    const { view, crosshair, conflict, image } = this.state;
    void [view.value, crosshair.value, conflict.value, image.value];
    this.wake();
  }

  private frame(time: number): void {
    const start = performance.now();
    this.asked = 0;
    this.frames += 1;
    const view = deviceView(this.state.view.value, this.ratio);
    const isZooming = view.scale !== this.last.scale;
    this.budget.begin(time - this.last.time, isZooming ? "zooming" : "calm");
    if (!this.prepare(view)) this.wake();
    this.draw(view, isZooming);
    this.map.draw(this.ratio, (width) => this.picture.thumbnail(width));
    this.last = { time, scale: view.scale };
    this.onFrame?.(performance.now() - start);
  }

  /** Bring all layers up to date as far as one frame allows; true when nothing is left to do. */
  private prepare(view: DeviceView): boolean {
    this.forgetOtherImage();
    this.cast.settle();
    const { opacity, outlines } = this.state.look.value;
    const ink = { opacity, outlines, ratio: view.ratio };
    this.still.use(ink, view.ratio < FINE_RATIO ? "fine" : "wide");
    this.lively.use(ink, this.livelyThickness());
    const isDone = [
      this.lively.prepare(view, this.isMoving ? null : this.budget),
      this.still.prepare(view, this.budget),
      this.picture.prepare(view, this.budget),
    ];
    return isDone.every(Boolean);
  }

  private forgetOtherImage(): void {
    const id = this.state.image.value?.id ?? null;
    if (id === this.imageId) return;
    this.imageId = id;
    this.still.tiles.reset();
    this.lively.tiles.reset();
  }

  /** Wide lines, unless they would hold up the frames. */
  private livelyThickness(): Thickness {
    if (!this.lively.scene.hasMoreThan(MANY)) {
      this.isMoving = false;
      return "wide";
    }
    const isPreviewed = this.state.preview.value !== null;
    this.isMoving = isPreviewed && (this.isMoving || this.lively.isMoving);
    return this.isMoving ? "bare" : "fine";
  }

  private draw(view: DeviceView, isZooming: boolean): void {
    const { ctx, state } = this;
    this.fitCanvas(view);
    ctx.fillStyle = this.ground;
    ctx.fillRect(0, 0, view.width, view.height);
    this.picture.draw(ctx, view);
    if (state.image.value) drawPixelGrid(ctx, view, state.image.value);
    ctx.imageSmoothingEnabled = !isZooming; // a third of the cost; the next frames are crisp again
    this.still.draw(ctx, view);
    this.lively.draw(ctx, view);
    this.labels.draw(ctx, view, !isZooming);
    const painter = new CanvasPainter(ctx, view);
    if (state.conflict.value) drawConflict(painter, state.conflict.value);
    this.overlay(painter);
    if (state.crosshair.value) drawCrosshair(ctx, view, state.crosshair.value);
  }

  private fitCanvas({ width, height }: DeviceView): void {
    const { canvas } = this;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
  }
}
