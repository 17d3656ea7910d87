/** Turning and stretching the selection by the corners of its box and a knob above it. */
import { contains } from "../geometry/rings";
import { centreOf, rotated, scaled } from "../geometry/transform";
import type { Box, Parts, Point } from "../geometry/types";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { movable, MoveDrag, type Drag } from "./drags";
import { commitShown } from "./neighbours";
import { boxAround, grabReach } from "./picking";
import { DIRECTIONS, type Pointing, type ToolKey, type Tools } from "./tool";

const KNOB = 32; // CSS pixels above the box
const TURN = Math.PI / 12; // with Shift it turns in steps of this
const KEY_TURN = Math.PI / 180; // of an arrow key; with Shift a TURN
const KEY_STRETCH = 1.01; // of an arrow key; with Shift ten times as much
const STYLE = { color: "#ffffff", width: 1 };

export const TRANSFORM_HINT =
  "drag, or click and click: corner stretches, knob turns, inside moves · ← → turn · ↑ ↓ stretch · T or Esc: done";

interface Grip {
  readonly point: Point;
  /** The corner across, which stays; null for the knob, which turns. */
  readonly across: Point | null;
}

/** What a press at `at` takes hold of; null where there is no grip, or nothing that may change. */
export function gripAt(at: Pointing, tools: Tools): TransformDrag | null {
  const all = movable(tools);
  if (all.length === 0) return null;
  const reach = grabReach(at, tools.state);
  const [nearest] = gripsOf(boxAround(all), tools)
    .map((grip) => ({
      grip,
      distance: Math.hypot(grip.point.x - at.image.x, grip.point.y - at.image.y),
    }))
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance);
  return nearest ? new TransformDrag(all, nearest.grip, at.image) : null;
}

/** What a click takes: a grip, or from inside the whole, to be moved. */
export function takenAt(at: Pointing, tools: Tools): Drag | null {
  const all = movable(tools);
  const isInside = all.some(({ parts }) => contains(parts, at.image));
  return gripAt(at, tools) ?? (isInside ? new MoveDrag(all, at.image) : null);
}

/** Left and right turn the selection, up and down make it larger and smaller; false when `key` is none. */
export function transformByKey(key: ToolKey, far: boolean, tools: Tools): boolean {
  const direction = DIRECTIONS[key];
  if (!direction) return false;
  const [turn, down] = direction;
  const all = movable(tools);
  if (all.length === 0) return true;
  const centre = centreOf(boxAround(all));
  const factor = KEY_STRETCH ** (far ? -10 * down : -down);
  const after = ({ parts }: Instance) =>
    turn === 0
      ? scaled(parts, centre, factor, factor)
      : rotated(parts, centre, turn * (far ? TURN : KEY_TURN));
  const shown = new Map(all.map((one) => [one.key, after(one)]));
  commitShown(tools, turn === 0 ? "Stretch" : "Turn", all, shown);
  return true;
}

export function drawGrips(painter: OverlayPainter, tools: Tools): void {
  const all = movable(tools);
  if (all.length === 0) return;
  const box = boxAround(all);
  const { x1, y1, x2, y2 } = box;
  painter.parts([{ outer: [x1, y1, x2, y1, x2, y2, x1, y2], holes: [] }], {
    ...STYLE,
    dashed: true,
  });
  const grips = gripsOf(box, tools);
  const corners = grips.filter((grip) => grip.across).flatMap(({ point }) => [point.x, point.y]);
  painter.handles(corners, STYLE);
  const knob = grips.at(-1)!.point;
  painter.path([(x1 + x2) / 2, y1, knob.x, knob.y], STYLE);
  painter.dot(knob, { ...STYLE, radius: 5 });
}

export class TransformDrag implements Drag {
  readonly hint: string;
  private readonly centre: Point;

  constructor(
    private readonly all: readonly Instance[],
    private readonly grip: Grip,
    private readonly from: Point,
  ) {
    this.centre = centreOf(boxAround(all));
    this.hint = grip.across
      ? "stretch · Shift: keep the proportions · Alt: about the centre · Esc: back"
      : "turn · Shift: by 15 degrees · Esc: back";
  }

  move(at: Pointing, { acts }: Tools): void {
    acts.preview(this.shown(at));
  }

  finish(at: Pointing, tools: Tools): void {
    commitShown(tools, this.grip.across ? "Stretch" : "Turn", this.all, this.shown(at));
  }

  cancel({ acts }: Tools): void {
    acts.preview(null);
  }

  private shown(at: Pointing): ReadonlyMap<string, Parts> {
    return new Map(this.all.map((one) => [one.key, this.after(one, at)]));
  }

  private after(one: Instance, at: Pointing): Parts {
    const { across } = this.grip;
    if (!across) return rotated(one.parts, this.centre, this.angle(at));
    const fixed = at.alt ? this.centre : across;
    const [fx, fy] = this.factors(at, fixed);
    return scaled(one.parts, fixed, fx, fy);
  }

  private angle({ image, shift }: Pointing): number {
    const { x, y } = this.centre;
    const turn =
      Math.atan2(image.y - y, image.x - x) - Math.atan2(this.from.y - y, this.from.x - x);
    return shift ? Math.round(turn / TURN) * TURN : turn;
  }

  private factors({ image, shift }: Pointing, fixed: Point): [number, number] {
    const { point } = this.grip;
    const fx = factor(image.x - this.from.x, point.x - fixed.x);
    const fy = factor(image.y - this.from.y, point.y - fixed.y);
    if (!shift) return [fx, fy];
    const both = Math.abs(fx) > Math.abs(fy) ? fx : fy;
    return [both, both];
  }
}

const LEAST_FACTOR = 0.01; // an outline without area would be none

function factor(moved: number, span: number): number {
  if (span === 0) return 1;
  return Math.max(LEAST_FACTOR, (span + moved) / span);
}

function gripsOf({ x1, y1, x2, y2 }: Box, { state }: Tools): Grip[] {
  const corners = [
    [x1, y1, x2, y2],
    [x2, y1, x1, y2],
    [x2, y2, x1, y1],
    [x1, y2, x2, y1],
  ] as const;
  const grips = corners.map(([x, y, ax, ay]) => ({ point: { x, y }, across: { x: ax, y: ay } }));
  const knob = { x: (x1 + x2) / 2, y: y1 - KNOB / state.view.value.scale };
  return [...grips, { point: knob, across: null }];
}
