/** Rectangle and ellipse: drag from corner to corner, or click one and then the other. */
import { ellipse, rectangle } from "../geometry/shapes";
import type { Parts, Point, Ring } from "../geometry/types";
import type { OverlayPainter } from "../view/overlay";
import { draftStyle, make, onPicture } from "./drawing";
import { isDrag } from "./picking";
import type { Pointing, Tool, ToolKey, Tools } from "./tool";

const ROUNDNESS = 0.25; // CSS pixels that an ellipse's edges may lie off the curve

/** What fills the box between two corners; `scale`: CSS pixels an image pixel. */
type Shape = (a: Point, b: Point, scale: number) => Ring;

export function rectangleTool(): BoxTool {
  return new BoxTool("rectangle", "Draw a rectangle", rectangle);
}

export function ellipseTool(): BoxTool {
  return new BoxTool("ellipse", "Draw an ellipse", (a, b, scale) => {
    const [x1, x2] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
    const [y1, y2] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
    return ellipse({ x1, y1, x2, y2 }, ROUNDNESS / scale);
  });
}

export class BoxTool implements Tool {
  readonly cursor = "crosshair";
  private corner: Point | null = null;
  private last: Pointing | null = null;
  private isPressed = false;

  constructor(
    readonly id: "rectangle" | "ellipse",
    private readonly label: string,
    private readonly shape: Shape,
  ) {}

  hint(): string {
    const corner = this.corner ? "the opposite corner" : "a corner";
    return `drag or click: ${corner} · Shift: equal sides · Alt: from the centre`;
  }

  isBusy(): boolean {
    return this.corner !== null;
  }

  hover(at: Pointing): void {
    this.last = at;
  }

  down(at: Pointing, { state, acts }: Tools): void {
    if (state.selection.value.length > 0) acts.select([]); // so that class keys mean the draft
    this.corner ??= onPicture(at.image, state);
    this.last = at;
    this.isPressed = true;
  }

  drag(at: Pointing): void {
    this.last = at;
  }

  /** Near the corner it was the first click; away from it the box is done. */
  up(at: Pointing, tools: Tools): void {
    if (!this.isPressed || !this.corner) return;
    this.isPressed = false;
    this.last = at;
    const screen = tools.state.view.value.toScreen(this.corner);
    if (isDrag({ ...at, screen }, at)) this.finish(tools);
  }

  lost(): void {
    this.isPressed = false;
  }

  key(key: ToolKey): boolean {
    if ((key !== "cancel" && key !== "takeBack") || !this.corner) return false;
    this.corner = null;
    return true;
  }

  undo(): boolean {
    return this.key("takeBack");
  }

  leave(tools: Tools): void {
    if (this.last) this.up(this.last, tools); // one that is still being dragged is done
    this.corner = null;
    this.last = null;
  }

  draw(painter: OverlayPainter, { state }: Tools): void {
    if (!this.corner) return;
    const style = draftStyle(state);
    const parts = this.drawn(state);
    if (parts) painter.parts(parts, { ...style, fill: 0.15 });
    else painter.dot(this.corner, style);
  }

  private finish(tools: Tools): void {
    const parts = this.drawn(tools.state);
    if (parts && make(tools, this.label, parts)) this.corner = null;
  }

  /** Null while it has no area. */
  private drawn(state: Tools["state"]): Parts | null {
    const { corner, last } = this;
    if (!corner || !last) return null;
    const end = last.shift
      ? squared(corner, onPicture(last.image, state))
      : onPicture(last.image, state);
    if (end.x === corner.x || end.y === corner.y) return null;
    const start = last.alt ? { x: 2 * corner.x - end.x, y: 2 * corner.y - end.y } : corner;
    return [{ outer: this.shape(start, end, state.view.value.scale), holes: [] }];
  }
}

/** `end` moved so that the box from `corner` has equal sides. */
function squared(corner: Point, end: Point): Point {
  const [dx, dy] = [end.x - corner.x, end.y - corner.y];
  const side = Math.max(Math.abs(dx), Math.abs(dy));
  return { x: corner.x + side * Math.sign(dx || 1), y: corner.y + side * Math.sign(dy || 1) };
}
