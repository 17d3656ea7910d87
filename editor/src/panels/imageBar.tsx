/** Which image, in which state, and on to others. */
import type { JSX } from "preact";
import type { ReviewState } from "../model/types";
import { ACTION_OF_BUTTON } from "./actionIds";
import { IconButton } from "./button";
import { useDesk } from "./desk";
import { Icon, type IconName } from "./icons";
import { count } from "./numbers";
import { Popover } from "./popover";

export const STATE_ICONS: Record<ReviewState, IconName> = {
  new: "newState",
  "in work": "inWork",
  "for review": "forReview",
  accepted: "check",
  rejected: "cross",
};
const STATES = Object.keys(STATE_ICONS) as ReviewState[];

export function ImageBar(): JSX.Element {
  const { acts } = useDesk().tools;
  return (
    <div class="image-bar" role="group" aria-label="Image">
      <ReviewSelect />
      <div class="group">
        <IconButton
          icon="left"
          title="Previous image"
          action={ACTION_OF_BUTTON.previousImage}
          onClick={() => acts.previous()}
        />
        <Place />
        <IconButton
          icon="right"
          title="Next image"
          action={ACTION_OF_BUTTON.nextImage}
          onClick={() => acts.next()}
        />
        <NextMenu />
      </div>
    </div>
  );
}

function Place(): JSX.Element {
  const desk = useDesk();
  const around = desk.around.value;
  const name = desk.tools.state.image.value?.fileName ?? "";
  return (
    <span class="place" title={name}>
      {around ? `${count(around.place + 1)} / ${count(around.total)}` : "…"}
    </span>
  );
}

function ReviewSelect(): JSX.Element {
  const { state, acts } = useDesk().tools;
  const now = state.image.value?.state ?? "new";
  return (
    <label class={`review-state ${now.replace(" ", "-")}`} title="State of the image">
      <Icon name={STATE_ICONS[now]} />
      <select
        aria-label="State of the image"
        value={now}
        disabled={!state.image.value}
        onChange={(event) => acts.setReviewState(event.currentTarget.value as ReviewState)}
      >
        {STATES.map((one) => (
          <option key={one} value={one}>
            {one[0]!.toUpperCase() + one.slice(1)}
          </option>
        ))}
      </select>
    </label>
  );
}

const NEXT = [
  ["empty", "Next without annotations"],
  ["new", "Next new"],
  ["state", "Next in the same state"],
  ["worst", "Next worst by the run under Predictions"],
] as const;

function NextMenu(): JSX.Element {
  const { acts } = useDesk().tools;
  return (
    <Popover face={<Icon name="down" />} label="Next …" class="narrow" align="right">
      {(close) => (
        <ul class="menu">
          {NEXT.map(([which, text]) => (
            <li key={which}>
              <button type="button" onClick={() => (close(), acts.next(which))}>
                {text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
