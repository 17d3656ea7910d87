/** Where one looks: zoom, position, and the way back from an automatic zoom. */
import { boxOf } from "../geometry/rings";
import type { Box, Point } from "../geometry/types";
import type { Viewport } from "../view/viewport";
import type { Acts } from "./acts";
import type { State } from "./state";

type ViewActs = Pick<Acts, "fit" | "oneToOne" | "zoomToSelection" | "zoomBack" | "zoom" | "pan">;

const BACK = 20; // views kept to go back to
const CLOSEST = 16; // CSS pixels an image pixel, when a view is chosen for a person

export class Looking implements ViewActs {
  private back: Viewport[] = [];
  /** The view as it was fitted, as long as the person has not moved it. */
  private fitted: Viewport | null = null;

  constructor(private readonly state: State) {}

  fit(): void {
    this.show((view) => view.fitted(this.state.imageBox, { most: CLOSEST }));
    this.fitted = this.state.view.value;
  }

  /** The view has changed: what was fitted is fitted to a canvas of another size. */
  follow(view: Viewport): void {
    const { fitted } = this;
    if (!fitted || view === fitted) return;
    const isMoved = !isSame(view, fitted.resized(view.screen));
    if (isMoved) this.fitted = null;
    else if (view.screen !== fitted.screen) this.fit();
  }

  oneToOne(): void {
    this.show((view) => view.zoomed(1 / view.scale, this.middle));
  }

  zoom(factor: number, at: Point = this.middle): void {
    this.show((view) => view.zoomed(factor, at));
  }

  pan(dx: number, dy: number): void {
    this.show((view) => view.panned(dx, dy));
  }

  zoomToSelection(): void {
    const boxes = this.state.selected.value.map((one) => one.box);
    if (boxes.length > 0) this.zoomTo(around(boxes));
  }

  /** Zoom to `box` and remember where the person was. */
  zoomTo(box: Box): void {
    this.back = [...this.back.slice(1 - BACK), this.state.view.value];
    this.show((view) => view.fitted(box, { margin: view.screen.height / 5, most: CLOSEST }));
  }

  zoomBack(): void {
    const last = this.back.pop();
    if (last) this.show((view) => last.resized(view.screen));
  }

  /** Move just as far as it takes to have `key` on the screen. */
  reveal(key: string): void {
    const parts = this.state.doc.get(key)?.parts ?? [];
    if (parts.length === 0) return;
    const box = boxOf(parts);
    const { seen } = this.state.view.value;
    const isSeen = box.x1 >= seen.x1 && box.x2 <= seen.x2 && box.y1 >= seen.y1 && box.y2 <= seen.y2;
    if (isSeen) return;
    this.show((view) => {
      const fitting = view.fitted(box, { margin: 48 });
      return fitting.scale < view.scale
        ? fitting
        : view.centred({ x: (box.x1 + box.x2) / 2, y: (box.y1 + box.y2) / 2 }, view.scale);
    });
  }

  forgetWay(): void {
    this.back = [];
  }

  private get middle(): Point {
    const { width, height } = this.state.view.value.screen;
    return { x: width / 2, y: height / 2 };
  }

  private show(change: (view: Viewport) => Viewport): void {
    this.state.view.value = change(this.state.view.value);
  }
}

function isSame(a: Viewport, b: Viewport): boolean {
  return a.scale === b.scale && Math.abs(a.x - b.x) < 1e-6 && Math.abs(a.y - b.y) < 1e-6;
}

export function around(boxes: readonly Box[]): Box {
  return {
    x1: Math.min(...boxes.map((box) => box.x1)),
    y1: Math.min(...boxes.map((box) => box.y1)),
    x2: Math.max(...boxes.map((box) => box.x2)),
    y2: Math.max(...boxes.map((box) => box.y2)),
  };
}
