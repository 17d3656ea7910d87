/** A class as a spot of its colour; past ten classes its mark is written on it. */
import type { JSX } from "preact";
import type { Category } from "../model/types";
import { useDesk } from "./desk";

/** More classes than colours that anybody can tell apart. */
const MARKED_FROM = 11;

export function Swatch({ category }: { category: Category | undefined }): JSX.Element {
  const { state } = useDesk().tools;
  const isMarked = state.categories.value.length >= MARKED_FROM;
  const color = category?.color ?? "#888888";
  return (
    <span class="swatch" aria-hidden="true" style={{ background: color, color: inkOn(color) }}>
      {isMarked ? category?.mark : ""}
    </span>
  );
}

/** Black or white, whichever is read better on `color` ("#rrggbb"; WCAG's relative luminance). */
export function inkOn(color: string): "#000000" | "#ffffff" {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  return light > 0.179 ? "#000000" : "#ffffff";
}
