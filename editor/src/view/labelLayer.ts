/** Labels of instances: class, score, mark, lock, on a chip that can be read on any picture. */
import type { State } from "../app/state";
import { labelPoint } from "../geometry/rings";
import type { Box, Parts, Point } from "../geometry/types";
import { grown, holds } from "./boxes";
import { placed, seenBy, type DeviceView } from "./device";
import { placeLabels, type Candidate, type Placement } from "./labels";
import type { Scene } from "./scene";
import { GHOST, type Shown } from "./shown";

/** Classes from which colours alone no longer tell them apart. */
export const MANY_CLASSES = 10;

const FONT = "12px system-ui, sans-serif";
const HEIGHT = 17; // CSS pixels, as all below
const LEAST = 12; // of an instance that may get one
const LETTER = 6.8;
const PAD = 5;
const DOT = 8;
const LOCK = 11;

interface Wording {
  readonly color: string;
  readonly mark: string;
  readonly text: string;
  readonly isLocked: boolean;
}

interface Label extends Candidate, Wording {}

/** The labels of one stretch of the picture, chosen anew when something changes. */
interface Choice {
  readonly labels: readonly Placement<Label>[];
  readonly area: Box;
  readonly scale: number;
  readonly revision: number;
}

export class LabelLayer {
  private choice: Choice | null = null;
  private readonly points = new WeakMap<Parts, Point>();

  constructor(
    private readonly state: State,
    private readonly scene: Scene,
  ) {}

  /** Classes or the look have changed. */
  renew(): void {
    this.choice = null;
  }

  /** `rests`: the scale is not changing just now. */
  draw(ctx: CanvasRenderingContext2D, view: DeviceView, rests: boolean): void {
    if (!this.holdsFor(view, rests)) this.choice = this.choose(view);
    const preview = this.state.preview.value;
    ctx.save();
    ctx.font = FONT;
    ctx.textBaseline = "middle";
    for (const { candidate, point } of this.choice!.labels) {
      if (!preview?.has(candidate.key)) this.drawLabel(ctx, view, candidate, point);
    }
    this.drawGhost(ctx, view);
    ctx.restore();
  }

  private holdsFor(view: DeviceView, rests: boolean): boolean {
    const { choice } = this;
    if (!choice || !holds(choice.area, seenBy(view))) return false;
    if (this.state.preview.value) return true;
    return choice.revision === this.scene.revision && (!rests || choice.scale === view.scale);
  }

  private choose(view: DeviceView): Choice {
    const seen = seenBy(view);
    const area = grown(seen, (seen.x2 - seen.x1) / 4);
    const scale = view.scale / view.ratio;
    const labels = this.scene
      .near(area)
      .filter(({ box }) => (box.y2 - box.y1) * scale >= LEAST && (box.x2 - box.x1) * scale >= LEAST)
      .flatMap((shown) => this.labelOf(shown) ?? []);
    return {
      labels: placeLabels(labels, scale),
      area,
      scale: view.scale,
      revision: this.scene.revision,
    };
  }

  private labelOf(shown: Shown): Label | null {
    if (shown.key.startsWith(GHOST)) return null;
    const instance = this.state.doc.get(shown.key);
    if (!instance) return null;
    const wording = this.wording(instance.categoryId, instance.score, shown.style.isLocked);
    if (!wording.mark && !wording.text && !wording.isLocked) return null;
    const { key, box, parts } = shown;
    return {
      ...wording,
      key,
      box,
      width: widthOf(wording),
      height: HEIGHT,
      point: () => this.pointOf(parts),
    };
  }

  private wording(categoryId: number, score: number | null, isLocked: boolean): Wording {
    const { categories, look } = this.state;
    const category = this.state.categoryOf(categoryId);
    const scored = score === null ? "" : ` ${score.toFixed(2)}`;
    return {
      color: category?.color ?? "#ffffff",
      mark: categories.value.length > MANY_CLASSES ? (category?.mark ?? "") : "",
      text: look.value.labels ? `${category?.name ?? ""}${scored}` : "",
      isLocked,
    };
  }

  private pointOf(parts: Parts): Point {
    const point = this.points.get(parts) ?? labelPoint(parts);
    this.points.set(parts, point);
    return point;
  }

  /** The ghost that is asked about always says what it is. */
  private drawGhost(ctx: CanvasRenderingContext2D, view: DeviceView): void {
    const key = this.state.ghost.value;
    const ghost = key !== null && this.state.ghosts.value.find((one) => one.key === key);
    if (!ghost) return;
    const name = this.state.categoryOf(ghost.categoryId)?.name ?? "";
    const wording = {
      ...this.wording(ghost.categoryId, null, false),
      text: ghost.runId === "" ? name : `${name} ${ghost.score.toFixed(2)}`,
    };
    this.drawLabel(ctx, view, { ...wording, width: widthOf(wording) }, this.pointOf(ghost.parts));
  }

  private drawLabel(
    ctx: CanvasRenderingContext2D,
    view: DeviceView,
    label: Wording & { width: number },
    point: Point,
  ): void {
    const { x, y } = placed(view, point);
    const { ratio } = view;
    const half = label.width / 2;
    if (x + half * ratio < 0 || x - half * ratio > view.width || y < 0 || y > view.height) return;
    ctx.setTransform(ratio, 0, 0, ratio, Math.round(x - half * ratio), Math.round(y));
    ctx.fillStyle = "rgba(17, 17, 17, 0.72)";
    ctx.fillRect(0, -HEIGHT / 2, label.width, HEIGHT);
    drawWords(ctx, label);
  }
}

/** From the left: the class's colour with its mark, the lock, the words. */
function drawWords(ctx: CanvasRenderingContext2D, { color, mark, text, isLocked }: Wording): void {
  let x = PAD;
  const swatch = markWidth(mark);
  ctx.fillStyle = color;
  ctx.fillRect(x, -DOT / 2 - 2, swatch, DOT + 4);
  if (mark) {
    ctx.fillStyle = isBright(color) ? "#000000" : "#ffffff";
    ctx.fillText(mark, x + 2, 1);
  }
  x += swatch + PAD;
  if (isLocked) {
    drawLock(ctx, x);
    x += LOCK + PAD / 2;
  }
  ctx.fillStyle = "#ffffff";
  if (text) ctx.fillText(text, x, 1);
}

function widthOf({ mark, text, isLocked }: Wording): number {
  const lock = isLocked ? LOCK + PAD / 2 : 0;
  return 2 * PAD + markWidth(mark) + lock + (text ? PAD + text.length * LETTER : 0);
}

function markWidth(mark: string): number {
  return mark ? 4 + mark.length * LETTER : DOT;
}

function drawLock(ctx: CanvasRenderingContext2D, x: number): void {
  ctx.strokeStyle = ctx.fillStyle = "#ffffff";
  ctx.lineWidth = 1.5;
  ctx.fillRect(x, -1, 9, 6);
  ctx.beginPath();
  ctx.arc(x + 4.5, -1, 2.8, Math.PI, 0);
  ctx.stroke();
}

/** Whether black reads better on "#rrggbb" than white. */
function isBright(color: string): boolean {
  const value = Number.parseInt(color.slice(1), 16);
  return 0.299 * (value >> 16) + 0.587 * ((value >> 8) & 255) + 0.114 * (value & 255) > 140;
}
