/** Above the instance list: what to look for and how to sort. */
import type { Signal } from "@preact/signals";
import type { JSX } from "preact";
import { IconButton } from "./button";
import { Icon } from "./icons";
import { SORTS, type Asked, type SortBy } from "./instanceRows";

const SORT_NAMES: Record<SortBy, string> = {
  order: "On top",
  class: "Class",
  area: "Area",
  score: "Score",
};

export function ListHead({ asked }: { asked: Signal<Asked> }): JSX.Element {
  const { text, sort, descending } = asked.value;
  const ask = (change: Partial<Asked>): void => {
    asked.value = { ...asked.value, ...change };
  };
  return (
    <div class="list-head">
      <label class="search">
        <Icon name="search" />
        <input
          type="search"
          value={text}
          placeholder="Find"
          title="By class, origin or mark: almond, predicted, locked, crowd …"
          aria-label="Find instances by class, origin or mark"
          onInput={(event) => ask({ text: event.currentTarget.value })}
        />
      </label>
      <select
        aria-label="Sort instances"
        title="Sort instances"
        value={sort}
        onChange={(event) => ask({ sort: event.currentTarget.value as SortBy })}
      >
        {SORTS.map((one) => (
          <option key={one} value={one}>
            {SORT_NAMES[one]}
          </option>
        ))}
      </select>
      <IconButton
        icon={descending ? "down" : "up"}
        title={descending ? "Largest or last first" : "Smallest or first first"}
        onClick={() => ask({ descending: !descending })}
      />
    </div>
  );
}
