/** The instances in words, for screen readers, where the list itself is not on the screen. */
import type { JSX } from "preact";
import { useDesk } from "./desk";
import { factsOf } from "./facts";
import { optionText } from "./instanceRows";

/** More would take longer to hear than to search. */
const MOST = 200;

export function UnseenList(): JSX.Element {
  const { state } = useDesk().tools;
  state.doc.revision.value;
  const all = state.doc.all();
  const chosen = new Set(state.selection.value);
  const facts = factsOf(state);
  return (
    <ul class="unseen" aria-label="Instances of the image">
      {all.slice(0, MOST).map((one, at) => (
        <li key={one.key}>
          {optionText(one, facts, {
            place: at + 1,
            total: all.length,
            isSelected: chosen.has(one.key),
          })}
        </li>
      ))}
    </ul>
  );
}
