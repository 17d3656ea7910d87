/** Walking the instances of an image by how likely a look at them is worth it. */
import { iou } from "../geometry/booleans";
import { isSound } from "../geometry/crossings";
import type { Box } from "../geometry/types";
import type { Ghost, Instance } from "../model/types";
import type { State } from "./state";

export class Suspects {
  /** One order a round: what is corrected on the way must not push others past the one looked at. */
  private round: readonly string[] = [];
  private at = -1;
  private circumstances = "";

  constructor(private readonly state: State) {}

  /** The next one, or the one before; a new round begins at either end, and with other predictions. */
  next(step: 1 | -1): Instance | undefined {
    if (this.circumstances !== this.now()) this.begin();
    for (let at = this.at + step; at in this.round; at += step) {
      const found = this.seen(this.round[at]!);
      if (!found) continue;
      this.at = at;
      return found;
    }
    this.begin();
    this.at = step > 0 ? 0 : this.round.length - 1;
    return this.seen(this.round[this.at] ?? "");
  }

  private begin(): void {
    const { doc, ghosts } = this.state;
    const shown = doc.all().filter((one) => !this.state.isPutAway(one));
    const doubt = new Map(shown.map((one) => [one, suspicion(one, ghosts.value)]));
    shown.sort((a, b) => doubt.get(b)! - doubt.get(a)!);
    this.round = shown.map((one) => one.key);
    this.at = -1;
    this.circumstances = this.now();
  }

  private now(): string {
    const { image, ghostRun, ghosts } = this.state;
    return `${image.value?.id} ${ghostRun.value} ${ghosts.value.length > 0}`;
  }

  private seen(key: string): Instance | undefined {
    const found = this.state.doc.get(key);
    return found && !this.state.isPutAway(found) ? found : undefined;
  }
}

/**
 * How likely a look is worth it, 0..1: one that no prediction of its class agrees with (1 - best
 * score * IoU), one whose own score was low; 2 for an outline that crosses itself.
 */
function suspicion(one: Instance, ghosts: readonly Ghost[]): number {
  if (!isSound(one.parts)) return 2;
  const agreed = ghosts
    .filter((ghost) => ghost.categoryId === one.categoryId && meet(ghost.box, one.box))
    .map((ghost) => ghost.score * iou(ghost.parts, one.parts));
  if (ghosts.length > 0) return 1 - Math.max(0, ...agreed);
  return one.score === null ? 0 : 1 - one.score;
}

function meet(a: Box, b: Box): boolean {
  return a.x1 <= b.x2 && b.x1 <= a.x2 && a.y1 <= b.y2 && b.y1 <= a.y2;
}
