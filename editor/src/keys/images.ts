/** Actions on predictions, and from image to image. */
import type { ReviewState } from "../model/types";
import type { Tools } from "../tools/tool";
import { inGroup, type Action, type Ungrouped } from "./actions";
import { hasGhost, hasGhosts, hasImage } from "./conditions";

const PREDICTIONS: readonly Action[] = inGroup("Predictions", [
  {
    id: "ghost-next",
    title: "Next prediction",
    about: "The most uncertain first.",
    keys: ["g"],
    can: hasGhosts,
    run: ({ acts }) => acts.walkGhosts(1),
  },
  {
    id: "ghost-previous",
    title: "Previous prediction",
    keys: ["Shift+g"],
    can: hasGhosts,
    run: ({ acts }) => acts.walkGhosts(-1),
  },
  {
    id: "ghost-accept",
    title: "Accept the prediction",
    keys: ["y"],
    can: hasGhost,
    run: ({ acts }) => acts.acceptGhost("new"),
  },
  {
    id: "ghost-replace",
    title: "Replace the outline below by the prediction",
    about: "For a stretch of it: a stroke with Shift follows the prediction.",
    keys: ["Alt+y"],
    can: hasGhost,
    run: ({ acts }) => acts.acceptGhost("replace"),
  },
  {
    id: "ghost-reject",
    title: "Reject the prediction",
    keys: ["u"],
    can: hasGhost,
    run: ({ acts }) => acts.rejectGhost(),
  },
  {
    id: "ghost-accept-above",
    title: "Accept this one and all surer ones",
    keys: ["Shift+y"],
    can: hasGhost,
    run: acceptAbove,
  },
  {
    id: "ghosts-away",
    title: "Put the predictions away",
    keys: ["Shift+u"],
    can: hasGhosts,
    run: ({ acts }) => acts.showGhosts(null),
  },
  {
    id: "ghosts-previous-image",
    title: "The same as on the previous image",
    about: "Its instances come as predictions, to accept one by one.",
    keys: ["Shift+r"],
    can: hasImage,
    run: ({ acts }) => acts.ghostsOfPrevious(),
  },
]);

const IMAGES: readonly Action[] = inGroup("Images", [
  { id: "next-image", title: "Next image", keys: ["f"], run: ({ acts }) => acts.next() },
  {
    id: "previous-image",
    title: "Previous image",
    keys: ["d"],
    run: ({ acts }) => acts.previous(),
  },
  {
    id: "next-empty",
    title: "Next image without annotations",
    keys: ["Shift+e"],
    run: ({ acts }) => acts.next("empty"),
  },
  {
    id: "next-new",
    title: "Next new image",
    keys: ["Shift+n"],
    run: ({ acts }) => acts.next("new"),
  },
  {
    id: "next-in-state",
    title: "Next image in the same review state",
    keys: ["Shift+f"],
    run: ({ acts }) => acts.next("state"),
  },
  {
    id: "next-worst",
    title: "Next worst image",
    about: "By the run under Predictions: what it missed, added or drew badly.",
    keys: ["Shift+w"],
    run: ({ acts }) => acts.next("worst"),
  },
  review("new", "Alt+n"),
  review("in work", "Alt+w"),
  review("for review", "Alt+r"),
  review("accepted", "Alt+a"),
  review("rejected", "Alt+x"),
]);

export const AROUND: readonly Action[] = [...PREDICTIONS, ...IMAGES];

function review(reviewState: ReviewState, key: string): Ungrouped {
  return {
    id: `review-${reviewState.replace(" ", "-")}`,
    title: `The image is ${reviewState}`,
    keys: [key],
    can: hasImage,
    run: ({ acts }) => acts.setReviewState(reviewState),
  };
}

function acceptAbove({ state, acts }: Tools): void {
  const chosen = state.ghosts.value.find((ghost) => ghost.key === state.ghost.value);
  if (chosen) acts.acceptGhostsAbove(chosen.score);
}
