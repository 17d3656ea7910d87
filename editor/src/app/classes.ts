/** Classes that somebody else has made meanwhile. */
import { sentence } from "../sync/failures";
import type { Reads } from "./reads";
import type { State } from "./state";

/** Ask for the classes anew when an instance has one that is not known here; returns how to stop. */
export function watchClasses(state: State, dataset: Reads["dataset"]): () => void {
  /** Once each: a class that the server does not know either stays unknown. */
  const asked = new Set<number>();
  return state.doc.subscribe((keys) => {
    const unknown = [...(keys ?? state.doc.keys())]
      .flatMap((key) => state.doc.get(key)?.categoryId ?? [])
      .filter((id) => !asked.has(id) && !state.categoryOf(id));
    if (unknown.length === 0) return;
    for (const id of unknown) asked.add(id);
    dataset().then(
      ({ categories }) => (state.categories.value = categories),
      (error: unknown) => {
        for (const id of unknown) asked.delete(id);
        state.say(sentence(error));
      },
    );
  });
}
