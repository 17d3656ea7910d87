/** Mouse, pen and fingers on the canvas: to pan and zoom with, and what is left for the tool. */
import type { Point } from "../geometry/types";
import type { Pointing } from "../tools/tool";

export interface Target {
  toImage(screen: Point): Point;
  hover(at: Pointing): void;
  leave(): void;
  down(at: Pointing): void;
  drag(at: Pointing, all: readonly Pointing[]): void;
  up(at: Pointing): void;
  lost(): void;
  /** True when the tool took it. */
  wheel(steps: number, at: Pointing): boolean;
  pan(dx: number, dy: number): void;
  zoom(factor: number, at: Point): void;
  stir(): void;
  /** Space is held: the first button pans. */
  isPanning(): boolean;
}

const DOUBLE_TIME = 400; // milliseconds between the clicks of a double click
const DOUBLE_REACH = 6; // CSS pixels between them
const WHEEL_STEP = 100; // of deltaY in pixels: one notch
const ZOOM_STEP = 1.2; // a notch

/** Listen on `surface`; returns how to stop. */
export function listen(surface: HTMLElement, target: Target): () => void {
  const pointers = new Pointers(surface, target);
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    name: K,
    act: (event: HTMLElementEventMap[K]) => void,
  ) => surface.addEventListener(name, act, { signal: stop.signal, passive: false });
  on("pointerdown", (event) => pointers.down(event));
  on("pointermove", (event) => pointers.move(event));
  on("pointerup", (event) => pointers.up(event));
  on("pointercancel", (event) => pointers.cancel(event));
  on("lostpointercapture", (event) => pointers.cancel(event));
  on("pointerleave", () => target.leave());
  on("wheel", (event) => pointers.wheel(event));
  on("contextmenu", (event) => event.preventDefault());
  return () => stop.abort();
}

class Pointers {
  private down_ = new Map<number, Point>();
  private mode: "none" | "tool" | "pan" | "pinch" = "none";
  private clicks = { at: { x: 0, y: 0 }, time: -Infinity, count: 0 };

  constructor(
    private readonly surface: HTMLElement,
    private readonly target: Target,
  ) {}

  down(event: PointerEvent): void {
    this.target.stir();
    this.surface.focus({ preventScroll: true });
    const at = this.place(event);
    this.down_.set(event.pointerId, at);
    this.surface.setPointerCapture(event.pointerId);
    event.preventDefault();
    if (this.down_.size > 1) return this.pinch();
    const pans = event.button === 1 || (event.button === 0 && this.target.isPanning());
    this.mode = pans ? "pan" : event.button === 0 ? "tool" : "none";
    if (this.mode === "tool") this.target.down(this.pointing(event, this.count(event, at)));
  }

  move(event: PointerEvent): void {
    this.target.stir();
    const at = this.place(event);
    const before = this.down_.get(event.pointerId);
    if (!before) return this.target.hover(this.pointing(event));
    if (this.mode === "pinch") this.pinched(event.pointerId, at);
    else if (this.mode === "pan") this.target.pan(at.x - before.x, at.y - before.y);
    else if (this.mode === "tool") {
      const all = event.getCoalescedEvents?.() ?? [];
      const moves = (all.length > 0 ? all : [event]).map((one) => this.pointing(one));
      this.target.drag(this.pointing(event), moves);
    }
    this.down_.set(event.pointerId, at);
  }

  up(event: PointerEvent): void {
    this.target.stir();
    if (!this.down_.delete(event.pointerId)) return;
    const { mode } = this;
    if (this.down_.size === 0) this.mode = "none";
    if (mode === "tool") this.target.up(this.pointing(event, this.clicks.count));
  }

  cancel(event: PointerEvent): void {
    if (!this.down_.delete(event.pointerId)) return;
    if (this.mode === "tool") this.target.lost();
    if (this.down_.size === 0) this.mode = "none";
  }

  wheel(event: WheelEvent): void {
    this.target.stir();
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? WHEEL_STEP : 3;
    const steps = -event.deltaY / unit;
    const at = this.pointing(event);
    if (!event.ctrlKey && this.target.wheel(steps, at)) return;
    const speed = event.ctrlKey ? 4 : 1; // a pinch on a track pad comes as small ctrl-wheels
    this.target.zoom(ZOOM_STEP ** (steps * speed), at.screen);
  }

  /** A second finger: whatever the first began is taken back. */
  private pinch(): void {
    if (this.mode === "tool") this.target.lost();
    this.mode = "pinch";
  }

  private pinched(moved: number, to: Point): void {
    const from = this.down_.get(moved)!;
    const [other] = [...this.down_].filter(([id]) => id !== moved).map(([, point]) => point);
    if (!other) return this.target.pan(to.x - from.x, to.y - from.y);
    const spread = (point: Point) => Math.hypot(point.x - other.x, point.y - other.y);
    const middle = { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 };
    this.target.pan((to.x - from.x) / 2, (to.y - from.y) / 2);
    if (spread(from) > 0) this.target.zoom(spread(to) / spread(from), middle);
  }

  private count(event: PointerEvent, at: Point): number {
    const { clicks } = this;
    const isNear = Math.hypot(at.x - clicks.at.x, at.y - clicks.at.y) <= DOUBLE_REACH;
    const isSoon = event.timeStamp - clicks.time <= DOUBLE_TIME;
    const count = isNear && isSoon ? clicks.count + 1 : 1;
    this.clicks = { at, time: event.timeStamp, count };
    return count;
  }

  private place(event: MouseEvent): Point {
    const box = this.surface.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private pointing(event: MouseEvent, clicks = 0): Pointing {
    const screen = this.place(event);
    const kind = event instanceof PointerEvent ? event.pointerType : "mouse";
    return {
      screen,
      image: this.target.toImage(screen),
      kind: kind === "pen" || kind === "touch" ? kind : "mouse",
      shift: event.shiftKey,
      alt: event.altKey,
      ctrl: event.ctrlKey || event.metaKey,
      clicks,
    };
  }
}
