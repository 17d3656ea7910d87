/** A round brush that paints onto the selected instance, or a new one; Alt erases. */
import { paint } from "../geometry/paint";
import { boxOfPath } from "../geometry/rings";
import { freehand } from "../geometry/shapes";
import type { Parts, Path } from "../geometry/types";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { classColor, freehandTolerance, make, pathOf } from "./drawing";
import { commitOutline, seenAround, showOutline } from "./neighbours";
import { editable } from "./picking";
import { brushRadius, drawCursor, sizeByWheel } from "./round";
import type { Pointing, Tool, Tools } from "./tool";

interface Painting {
  /** Null: a new instance. */
  readonly one: Instance | null;
  readonly erase: boolean;
  readonly keepsOff: boolean;
  readonly line: Pointing[];
  after: Parts;
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
    const isFree = state.selection.value.length === 0;
    if (!one && (!isFree || at.alt)) {
      acts.say(
        "The brush works on one selected instance that is not locked, or on none: a new one.",
      );
      return;
    }
    this.painting = { one, erase: at.alt, keepsOff: at.shift, line: [at], after: one?.parts ?? [] };
    this.show(tools);
  }

  drag(_at: Pointing, tools: Tools, all: readonly Pointing[]): void {
    if (!this.painting) return;
    this.painting.line.push(...all);
    this.show(tools);
  }

  up(at: Pointing, tools: Tools): void {
    const { painting } = this;
    if (!painting) return;
    painting.line.push(at);
    this.show(tools);
    this.painting = null;
    const label = painting.erase ? "Erase" : "Paint";
    const { one, after } = painting;
    if (one) commitOutline(tools, label, { one, after, detached: true });
    else make(tools, "Paint an instance", after);
  }

  lost({ acts }: Tools): void {
    this.painting = null;
    acts.preview(null);
  }

  wheel(steps: number, at: Pointing, tools: Tools): boolean {
    return sizeByWheel(steps, at, tools);
  }

  key(key: string, _far: boolean, tools: Tools): boolean {
    if (key !== "cancel" || !this.painting) return false;
    this.lost(tools);
    return true;
  }

  leave(tools: Tools): void {
    this.lost(tools);
  }

  draw(painter: OverlayPainter, tools: Tools): void {
    const { painting } = this;
    const color = classColor(tools.state);
    if (painting && !painting.one) painter.parts(painting.after, { color, fill: 0.3 });
    drawCursor(painter, tools, color, painting?.erase ?? false);
  }

  private show(tools: Tools): void {
    const { state } = tools;
    const { painting } = this;
    if (!painting) return;
    const radius = brushRadius(state);
    const path = freehand(pathOf(painting.line, state), freehandTolerance(state));
    const keepOff = painting.keepsOff ? neighboursOf(path, radius, painting, state) : [];
    const before = painting.one?.parts ?? [];
    painting.after = paint(before, path, radius, { erase: painting.erase, keepOff });
    if (painting.one) showOutline(tools, painting.one, painting.after, true);
  }
}

function neighboursOf(
  path: Path,
  radius: number,
  { one }: Painting,
  state: Tools["state"],
): Parts[] {
  const own = one ? [one.key] : [];
  return [...seenAround(state, boxOfPath(path), radius, own).values()];
}
