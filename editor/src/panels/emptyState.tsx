/** In place of the canvas' work while the dataset has no class yet. */
import type { JSX } from "preact";
import { AddClass } from "./addClass";
import { useDesk } from "./desk";

export function EmptyState(): JSX.Element | null {
  const { state } = useDesk().tools;
  if (state.categories.value.length > 0 || !state.image.value) return null;
  return (
    <div class="card empty-state" role="group" aria-label="First class">
      <h2>Name the first class</h2>
      <p>Every outline belongs to a class: what the object is. More can be added at any time.</p>
      <AddClass label="For instance: hazelnut" isFirst />
    </div>
  );
}
