/** What the editor does, as attributes of its element: for style sheets, and for tests to wait on. */
import { effect } from "@preact/signals";
import type { State } from "./state";

export function showOn(host: HTMLElement, state: State): () => void {
  return effect(() => {
    const { scale, x, y } = state.view.value;
    const { unsent, acknowledged, offline } = state.save.value;
    state.doc.revision.value;
    Object.assign(host.dataset, {
      image: String(state.image.value?.id ?? ""),
      loading: String(state.loading.value),
      scale: String(scale),
      x: String(x),
      y: String(y),
      tool: state.tool.value,
      selected: state.selection.value.join(" "),
      vertices: state.vertices.value
        .map((one) => [one.part, one.ring, one.vertex].join("."))
        .join(" "),
      instances: String(state.doc.size),
      unsent: String(unsent),
      acknowledged: String(acknowledged),
      offline: String(offline),
      conflict: state.conflict.value?.key ?? "",
    });
  });
}
