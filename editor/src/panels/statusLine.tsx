/** The bottom line: what works right now, and the numbers. */
import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { pointCount } from "../geometry/rings";
import type { WireEffort } from "../model/wire";
import type { Instance } from "../model/types";
import { useDesk } from "./desk";
import { count, counted, duration, zoomText } from "./numbers";
import { useAsked } from "./useAsked";

/** Of the element that says what works right now: it describes the canvas. */
export const HINT_ID = "editor-hint";

export function StatusLine(): JSX.Element {
  const { hint } = useDesk().tools.state;
  return (
    <footer class="status-line">
      <span id={HINT_ID} class="hint" title={hint.value}>
        {hint.value}
      </span>
      <span class="readout">
        <Effort />
        <Chosen />
        <Coordinates />
        <Zoom />
      </span>
    </footer>
  );
}

/** Of one: "120 × 80 px · 4,321 px² · 23 points"; of several: how many, and their area. */
export function chosenText(selected: readonly Instance[]): string {
  const [one] = selected;
  const area = `${count(selected.reduce((sum, each) => sum + each.area, 0))} px²`;
  if (!one) return "";
  if (selected.length > 1) return `${counted(selected.length, "instance")} · ${area}`;
  const { x1, y1, x2, y2 } = one.box;
  const size = `${count(x2 - x1)} × ${count(y2 - y1)} px`;
  return `${size} · ${area} · ${counted(pointCount(one.parts), "point")}`;
}

function Chosen(): JSX.Element | null {
  const { state } = useDesk().tools;
  const text = useComputed(() => chosenText(state.selected.value));
  return text.value ? <span>{text.value}</span> : null;
}

function Coordinates(): JSX.Element {
  const { state } = useDesk().tools;
  const at = state.crosshair.value ?? state.pointer.value;
  return <span class="coordinates">{at && `${at.x.toFixed(1)}, ${at.y.toFixed(1)}`}</span>;
}

function Zoom(): JSX.Element {
  const { view } = useDesk().tools.state;
  const text = useComputed(() => zoomText(view.value.scale));
  return <span class="zoom">{text.value}</span>;
}

const CALM = 800; // milliseconds after the last gesture before the server is asked

/** "here: 4.1 s, 1.5 gestures per instance" */
export function effortText({ seconds, gestures, instances }: WireEffort): string {
  const each = (sum: number) => String(Math.round((10 * sum) / instances) / 10);
  return `here: ${each(seconds)} s, ${each(gestures)} gestures per instance`;
}

/** A person's time on this image; null while it is not recorded, or not known. */
function useEffort(): WireEffort | null {
  const { reads, isRecording, tools } = useDesk();
  const { image, save } = tools.state;
  const effort = useSignal<WireEffort | null>(null);
  const id = image.value?.id;
  useEffect(() => {
    effort.value = null;
  }, [id]);
  useAsked<WireEffort | null>(
    {
      ask: id === undefined || !isRecording.value ? null : () => reads.effort(id),
      heard: (found) => (effort.value = found),
      failed: () => (effort.value = null), // offline: the number only waits
      calm: CALM,
    },
    [id, save.value.acknowledged, isRecording.value],
  );
  return isRecording.value ? effort.value : null;
}

function Effort(): JSX.Element | null {
  const effort = useEffort();
  if (!effort?.instances) return null;
  const { seconds, gestures, instances } = effort;
  const all = [
    duration(seconds),
    counted(gestures, "gesture"),
    counted(instances, "instance"),
  ].join(", ");
  const about = `What you spent on each instance that you changed on this image: ${all}. Pauses are left out.`;
  return <span title={about}>{effortText(effort)}</span>;
}
