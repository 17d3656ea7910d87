/** The stroke tool at work within the select tool: with Ctrl, from near the outline. */
import type { OverlayPainter } from "../view/overlay";
import type { Drag } from "./drags";
import { StrokeTool } from "./stroke";
import type { Pointing, ToolKey, Tools } from "./tool";

export class StrokeDrag implements Drag {
  readonly hint = "release: done · Tab: the other side · Alt: leave the neighbours · Esc: give up";
  private readonly stroke = new StrokeTool();

  constructor(from: Pointing) {
    this.stroke.down(from);
  }

  move(at: Pointing, tools: Tools, all: readonly Pointing[]): void {
    this.stroke.drag(at, tools, all);
  }

  finish(at: Pointing, tools: Tools): void {
    this.stroke.up(at, tools);
  }

  cancel(tools: Tools): void {
    this.stroke.lost(tools);
  }

  key(key: ToolKey, tools: Tools): boolean {
    return key === "otherSide" && this.stroke.key(key, false, tools);
  }

  draw(painter: OverlayPainter, tools: Tools): void {
    this.stroke.draw(painter, tools);
  }
}
