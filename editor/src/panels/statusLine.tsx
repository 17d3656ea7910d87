/** The bottom line: what works right now, and the numbers. */
import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { pointCount } from "../geometry/rings";
import type { WireEffort } from "../model/wire";
import type { Instance } from "../model/types";
import { useDesk } from "./desk";
import { count, counted, duration, zoomText } from "./numbers";

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

/** "4.1 s · 1.5 gestures an instance" */
export function effortText({ seconds, gestures, instances }: WireEffort): string {
  const each = (sum: number) => (sum / instances).toFixed(1);
  return `${each(seconds)} s · ${each(gestures)} gestures an instance`;
}

/** A person's time on this image; nothing while it is not recorded. */
function Effort(): JSX.Element | null {
  const { reads, isRecording, tools } = useDesk();
  const { image, save } = tools.state;
  const effort = useSignal<WireEffort | null>(null);
  const id = image.value?.id;
  useEffect(() => {
    effort.value = null;
  }, [id]);
  useEffect(() => {
    if (id === undefined || !isRecording.value) return;
    let isLast = true;
    const ask = async (): Promise<void> => {
      const found = await reads.effort(id).catch(() => null); // offline: the number only waits
      if (isLast) effort.value = found;
    };
    const timer = setTimeout(() => void ask(), CALM);
    return () => {
      isLast = false;
      clearTimeout(timer);
    };
  }, [id, save.value.acknowledged, isRecording.value]);
  if (!isRecording.value || !effort.value?.instances) return null;
  const { seconds, gestures, instances } = effort.value;
  const all = [
    duration(seconds),
    counted(gestures, "gesture"),
    counted(instances, "instance"),
  ].join(", ");
  return (
    <span title={`Your time on this image, pauses left out: ${all}`}>
      {effortText(effort.value)}
    </span>
  );
}
