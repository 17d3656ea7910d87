/** A class as a spot of its colour; past ten classes its mark is written on it. */
import type { JSX } from "preact";
import { areMarked, inkOn } from "../model/marks";
import type { Category } from "../model/types";
import { useDesk } from "./desk";

export function Swatch({ category }: { category: Category | undefined }): JSX.Element {
  const { state } = useDesk().tools;
  const isMarked = areMarked(state.categories.value.length);
  const color = category?.color ?? "#888888";
  return (
    <span class="swatch" aria-hidden="true" style={{ background: color, color: inkOn(color) }}>
      {isMarked ? category?.mark : ""}
    </span>
  );
}
