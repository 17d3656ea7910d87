/**
 * A round brush that paints onto the selected instance, or a new one; Alt erases. What is painted
 * moves the borders that neighbours share; what is erased, or kept off them, does not.
 */
import type { State } from "../app/state";
import { paint, strip } from "../geometry/paint";
import { boxOfPath, pointCount } from "../geometry/rings";
import { freehand } from "../geometry/shapes";
import type { Parts, Path } from "../geometry/types";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { classColor, freehandTolerance, hasClass, make, pathOf } from "./drawing";
import { commitOutline, seenAround, showOutline } from "./neighbours";
import { editable } from "./picking";
import { brushRadius, drawCursor, sizeByWheel } from "./round";
import type { Pointing, Tool, ToolKey, Tools } from "./tool";

const MANY = 1000; // points whose union takes longer than there is time between two frames

interface Painting {
  /** Null: a new instance. */
  readonly one: Instance | null;
  readonly erase: boolean;
  readonly keepsOff: boolean;
  readonly line: Pointing[];
}

export class BrushTool implements Tool {
  readonly id = "brush";
  readonly cursor = "none";
  private painting: Painting | null = null;

  hint({ state }: Tools): string {
    if (this.painting) return "release: done · Esc: give up";
    const what = state.selection.value.length > 0 ? "the selected instance" : "a new instance";
    return `drag or click: paint ${what} · Alt: erase · wheel: size · Shift: keep off the neighbours`;
  }

  isBusy(): boolean {
    return this.painting !== null;
  }

  down(at: Pointing, tools: Tools): void {
    const { state, acts } = tools;
    const one = editable(state) ?? null;
    if (!one && (state.selection.value.length > 0 || at.alt))
      return acts.say(
        "The brush works on one selected instance that is not locked, or on a new one.",
      );
    if (!one && !hasClass(tools)) return;
    this.painting = { one, erase: at.alt, keepsOff: at.shift, line: [at] };
    this.show(tools);
  }

  drag(_at: Pointing, tools: Tools, all: readonly Pointing[]): void {
    if (!this.painting) return;
    this.painting.line.push(...all);
    this.show(tools);
  }

  up(at: Pointing, tools: Tools): void {
    this.painting?.line.push(at);
    this.finish(tools);
  }

  lost({ acts }: Tools): void {
    this.painting = null;
    acts.preview(null);
  }

  wheel(steps: number, at: Pointing, tools: Tools): boolean {
    return sizeByWheel(steps, at, tools);
  }

  key(key: ToolKey, _far: boolean, tools: Tools): boolean {
    if (key !== "cancel" || !this.painting) return false;
    this.lost(tools);
    return true;
  }

  leave(tools: Tools): void {
    this.finish(tools);
  }

  draw(painter: OverlayPainter, tools: Tools): void {
    const { painting } = this;
    const color = classColor(tools.state);
    if (painting && !hasPreview(painting)) {
      const swept = strip(pathOfPainting(painting, tools.state), brushRadius(tools.state));
      painter.parts(swept, { color, fill: 0.3, dashed: painting.erase });
    }
    drawCursor(painter, tools, color, painting?.erase ?? false);
  }

  private show(tools: Tools): void {
    const { painting } = this;
    if (!painting?.one || !hasPreview(painting)) return;
    showOutline(tools, painting.one, painted(painting, tools.state), isDetached(painting));
  }

  private finish(tools: Tools): void {
    const { painting } = this;
    if (!painting) return;
    this.painting = null;
    const { one, erase } = painting;
    const [after, detached] = [painted(painting, tools.state), isDetached(painting)];
    if (one) commitOutline(tools, erase ? "Erase" : "Paint", { one, after, detached });
    else make(tools, "Paint an instance", after);
  }
}

/** Of a new or a large outline what the brush has swept is shown; the result comes at the end. */
function hasPreview({ one }: Painting): boolean {
  return one !== null && pointCount(one.parts) <= MANY;
}

function isDetached({ erase, keepsOff }: Painting): boolean {
  return erase || keepsOff;
}

function pathOfPainting({ line }: Painting, state: State): Path {
  return freehand(pathOf(line, state), freehandTolerance(state));
}

function painted(painting: Painting, state: State): Parts {
  const { one, erase, keepsOff } = painting;
  const path = pathOfPainting(painting, state);
  const radius = brushRadius(state);
  const own = one ? [one.key] : [];
  const around = keepsOff ? seenAround(state, boxOfPath(path), radius, own) : new Map();
  return paint(one?.parts ?? [], path, radius, { erase, keepOff: [...around.values()] });
}
