/** The review state of an image: the last thing said of it holds, unless somebody else spoke meanwhile. */
import { newId } from "../app/ids";
import type { ReviewState } from "../model/types";
import type { WireImage } from "../model/wire";
import type { Desk } from "./desk";
import type { Entry, StateChange } from "./entry";
import { Refused } from "./failures";

/** On screen at once, sent after all that was done to the image before. */
export function setReviewState(desk: Desk, state: ReviewState): void {
  const image = desk.state.image.peek();
  if (!image || image.state === state) return;
  const id = newId();
  const gesture = { id, label: "Set the review state", changes: [], seconds: null };
  const { state: from, version } = image;
  desk.state.image.value = { ...image, state };
  desk.enact(image, gesture, { request_id: id, kind: "state", state, from, version });
}

/** Throws what the store says; of two who speak at once, the one who was first is heard. */
export async function deliverState(desk: Desk, entry: Entry, wanted: StateChange): Promise<void> {
  const { imageId } = entry;
  const known = desk.ledgers.of(imageId).imageVersion || wanted.version;
  let image = await asked(desk, imageId, wanted.state, known);
  if (image.version !== known && isOurs(image, wanted))
    image = await asked(desk, imageId, wanted.state, image.version);
  desk.ledgers.of(imageId).imageVersion = image.version;
  desk.queue.change({ remove: [entry.requestId] });
  desk.showReview(imageId, image);
  desk.status.acknowledged();
  if (image.state !== wanted.state)
    desk.say(`${image.file_name} was set to "${image.state}" by somebody else meanwhile.`);
}

/** The image after it: with another state when somebody else was first. */
async function asked(
  desk: Desk,
  imageId: number,
  state: ReviewState,
  version: number,
): Promise<WireImage> {
  try {
    return (await desk.api.reviewState(imageId, state, version)).image;
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 409) throw error;
    return (await desk.api.scene(imageId))!.scene.image;
  }
}

/** Only this browser's own gestures came in between: they begin the work on a new image. */
function isOurs(image: WireImage, { state, from }: StateChange): boolean {
  return image.state !== state && (image.state === from || from === "new");
}
