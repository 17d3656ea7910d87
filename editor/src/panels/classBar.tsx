/** The classes, each a number key away; the current one pressed. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Category } from "../model/types";
import { ClassList } from "./classList";
import { firstKey, useDesk, withKeys } from "./desk";
import { Icon } from "./icons";
import { Popover } from "./popover";
import { Swatch } from "./swatch";

/** As many classes as there are number keys. */
const NUMBERED = 9;

export function ClassBar(): JSX.Element {
  const { state } = useDesk().tools;
  const categories = state.categories.value;
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const watched = new ResizeObserver(() => hideOverflow(row.current!));
    watched.observe(row.current!);
    return () => watched.disconnect();
  }, [categories]);
  return (
    <div class="class-bar" role="group" aria-label="Class">
      <AllClasses />
      <div class="chips" ref={row}>
        {categories.slice(0, NUMBERED).map((category, place) => (
          <Chip key={category.id} category={category} place={place} />
        ))}
      </div>
    </div>
  );
}

/** Chips that wrapped out of the one line there is are out of the keyboard's reach too. */
function hideOverflow(row: HTMLElement): void {
  for (const chip of row.children as HTMLCollectionOf<HTMLElement>)
    chip.style.visibility =
      chip.offsetTop > (row.firstElementChild as HTMLElement).offsetTop ? "hidden" : "";
}

function Chip({ category, place }: { category: Category; place: number }): JSX.Element {
  const id = `class-${place + 1}`;
  const { state, acts } = useDesk().tools;
  const isHidden = state.hiddenCategories.value.has(category.id);
  const isLocked = state.lockedCategories.value.has(category.id);
  return (
    <button
      type="button"
      class={`chip${isHidden ? " dim" : ""}`}
      aria-pressed={state.categoryId.value === category.id}
      title={withKeys(category.name, id)}
      onClick={() => acts.setCategory(category.id)}
    >
      <Swatch category={category} />
      <span class="name">{category.name}</span>
      {isHidden && <Icon name="eyeOff" label="hidden" />}
      {isLocked && <Icon name="lock" label="locked" />}
      {firstKey(id) && <kbd>{firstKey(id)}</kbd>}
    </button>
  );
}

/** Says the current class where its own chip may not be in sight. */
function AllClasses(): JSX.Element {
  const { state } = useDesk().tools;
  const current = state.category.value;
  const isNumbered = state.categories.value.indexOf(current!) < NUMBERED;
  const face = (
    <>
      {current && !isNumbered && (
        <>
          <Swatch category={current} />
          <span class="name">{current.name}</span>
        </>
      )}
      {isNumbered && <span>Classes</span>}
      <Icon name="down" />
    </>
  );
  return (
    <Popover face={face} label="All classes" class="chip-like" align="left">
      {(close) => <ClassList close={close} />}
    </Popover>
  );
}
