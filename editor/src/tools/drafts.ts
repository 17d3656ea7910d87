/** The drafts of one tool, one an image: each waits where it was left, and in the browser. */
import type { Path } from "../geometry/types";
import { Draft } from "./draft";
import type { ToolId, Tools } from "./tool";

const NO_IMAGE = -1;

export class Drafts {
  /** The one asked for last. */
  current = new Draft();
  private readonly all = new Map<number, Draft>();

  constructor(private readonly tool: ToolId) {}

  /** Of the image on screen. */
  of(tools: Tools): Draft {
    const imageId = imageOf(tools);
    this.current = this.all.get(imageId) ?? new Draft();
    this.all.set(imageId, this.current);
    return this.current;
  }

  /** Have the browser keep what is drawn now; false where it keeps nothing. */
  keep(tools: Tools): boolean {
    return tools.acts.keepDraft(this.tool, this.of(tools).paths);
  }

  discard(tools: Tools): void {
    this.current = new Draft();
    this.all.delete(imageOf(tools));
    tools.acts.keepDraft(this.tool, []);
  }

  /** Take up what the browser kept; false where something is drawn already. */
  restore(steps: readonly Path[], tools: Tools): boolean {
    const draft = this.of(tools);
    if (draft.count > 0) return false;
    for (const points of steps) draft.add(points);
    return draft.count > 0;
  }
}

function imageOf({ state }: Tools): number {
  return state.image.value?.id ?? NO_IMAGE;
}
