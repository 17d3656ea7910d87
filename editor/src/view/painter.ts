/** The painter of the top layer: what tools draw in every frame. */
import { ringsOf, type Parts, type Path, type Point } from "../geometry/types";
import { grown } from "./boxes";
import { culled, thinned } from "./detail";
import { placed, seenBy, type DeviceView } from "./device";
import { handlesFor, type Handle } from "./handles";
import type { LineStyle, OverlayPainter } from "./overlay";

const DARK = "rgba(0, 0, 0, 0.75)";
const PALE = "#ffffff";
const WARNING = "#ff3b30";
const MANY = 1500; // points from which lines are one pixel thin: they cost a sixth
const DASH = [6, 4]; // CSS pixels
const NEAR = 0.7; // device pixels: points nearer than this are left out
const FONT = "12px system-ui, sans-serif";
const CROSS = 6; // CSS pixels from its middle

export class CanvasPainter implements OverlayPainter {
  constructor(
    private readonly ctx: CanvasRenderingContext2D,
    private readonly view: DeviceView,
  ) {}

  parts(parts: Parts, style: LineStyle): void {
    this.trace(parts.flatMap(ringsOf), style, true);
  }

  path(path: Path, style: LineStyle): void {
    this.trace([path], style, false);
  }

  handles(points: Path, style: LineStyle & { chosen?: ReadonlySet<number> }): void {
    const handles = handlesFor(points, this.view, style.chosen);
    const isChosen = ({ index }: Handle) => style.chosen?.has(index) ?? false;
    this.squares(handles, 1, "#000000");
    this.squares(
      handles.filter((one) => !isChosen(one)),
      0,
      PALE,
    );
    this.squares(handles.filter(isChosen), 0, style.color);
  }

  dot(point: Point, { color, radius = 4 }: LineStyle & { radius?: number }): void {
    const { ctx, view } = this;
    const { x, y } = placed(view, point);
    ctx.beginPath();
    ctx.arc(x, y, radius * view.ratio, 0, 2 * Math.PI);
    ctx.fillStyle = color;
    ctx.fill();
    this.stroke({ color: PALE, width: 1.5 });
  }

  circle(centre: Point, radius: number, style: LineStyle): void {
    const { ctx, view } = this;
    const { x, y } = placed(view, centre);
    ctx.beginPath();
    ctx.arc(x, y, radius * view.ratio, 0, 2 * Math.PI);
    this.fill(style);
    this.stroke(style);
  }

  text(point: Point, text: string): void {
    const { ctx, view } = this;
    const { x, y } = placed(view, point);
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(view.ratio, view.ratio);
    ctx.font = FONT;
    ctx.textBaseline = "middle";
    ctx.fillStyle = "rgba(0, 0, 0, 0.75)";
    ctx.fillRect(8, -10, ctx.measureText(text).width + 10, 20);
    ctx.fillStyle = PALE;
    ctx.fillText(text, 13, 1);
    ctx.restore();
  }

  cross(point: Point): void {
    const { ctx, view } = this;
    const { x, y } = placed(view, point);
    const arm = CROSS * view.ratio;
    ctx.beginPath();
    for (const turn of [1, -1]) {
      ctx.moveTo(x - arm, y - arm * turn);
      ctx.lineTo(x + arm, y + arm * turn);
    }
    this.stroke({ color: WARNING, width: 2.5 });
  }

  private trace(rings: readonly Path[], style: LineStyle, closed: boolean): void {
    const { ctx, view } = this;
    const seen = grown(seenBy(view), 8 / view.scale);
    let points = 0;
    ctx.beginPath();
    for (const ring of rings) {
      if (ring.length < 2) continue;
      const path = culled(thinned(ring, NEAR / view.scale), seen, closed);
      points += path.length / 2;
      for (let i = 0; i < path.length; i += 2) {
        const x = path[i]! * view.scale + view.x;
        const y = path[i + 1]! * view.scale + view.y;
        if (i === 0) ctx.moveTo(x, y);
        else ctx.lineTo(x, y);
      }
      if (closed) ctx.closePath();
    }
    if (closed) this.fill(style);
    if (points <= MANY) return this.stroke(style);
    ctx.strokeStyle = style.color;
    ctx.lineWidth = 1;
    ctx.stroke();
  }

  private fill({ color, fill }: LineStyle): void {
    if (!fill) return;
    this.ctx.globalAlpha = fill;
    this.ctx.fillStyle = color;
    this.ctx.fill("evenodd");
    this.ctx.globalAlpha = 1;
  }

  private stroke({ color, width = 1.5, dashed = false }: LineStyle): void {
    const { ctx, view } = this;
    ctx.lineJoin = ctx.lineCap = "round";
    ctx.strokeStyle = DARK;
    ctx.lineWidth = (width + 1.5) * view.ratio;
    ctx.stroke();
    if (dashed) ctx.setLineDash(DASH.map((length) => length * view.ratio));
    ctx.strokeStyle = color;
    ctx.lineWidth = width * view.ratio;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  private squares(handles: readonly Handle[], border: number, color: string): void {
    this.ctx.fillStyle = color;
    for (const { x, y, size } of handles) {
      const side = Math.round(size + 2 * border * this.view.ratio);
      this.ctx.fillRect(Math.round(x - side / 2), Math.round(y - side / 2), side, side);
    }
  }
}
