/** How an edited outline's pixels differ from the exact mask (RLE) it was imported with. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { sentence } from "../sync/failures";
import type { WireDifference } from "../model/wire";
import { useDesk } from "./desk";
import { count } from "./numbers";

/** "+120 −43 px against its exact mask, IoU 0.981" */
export function differenceText({ added, removed, iou }: WireDifference): string {
  return `+${count(added)} −${count(removed)} px against its exact mask, IoU ${iou.toFixed(3)}`;
}

/** Of the one selected instance; nothing where it came without such a mask. */
export function PixelDifference(): JSX.Element | null {
  const { reads, tools } = useDesk();
  const { image, save, selected } = tools.state;
  const text = useSignal("");
  const [one] = selected.value;
  const isAsked = selected.value.length === 1 && one!.isEdited && one!.origin === "import";
  const key = isAsked ? one!.key : null;
  const imageId = image.value?.id;
  const isSaved = save.value.unsent === 0;
  useEffect(() => {
    text.value = "";
    if (key === null || imageId === undefined || !isSaved) return;
    let isLast = true;
    void reads
      .difference(imageId, key)
      .then((found) => (found ? differenceText(found) : ""), sentence)
      .then((found) => {
        if (isLast) text.value = found;
      });
    return () => {
      isLast = false;
    };
  }, [imageId, key, one?.version, isSaved]);
  return text.value ? <p class="panel-foot">{text.value}</p> : null;
}
