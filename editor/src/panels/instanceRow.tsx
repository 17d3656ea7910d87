/** One instance in the list. */
import type { JSX } from "preact";
import type { Instance, Origin } from "../model/types";
import { useDesk } from "./desk";
import { Icon, type IconName } from "./icons";
import { optionText, ORIGIN_WORDS, type Facts } from "./instanceRows";
import type { Modifiers } from "./multiSelect";
import { count } from "./numbers";
import { Swatch } from "./swatch";

/** CSS pixels, as `.row` has it. */
export const ROW = 28;

const ORIGIN_ICONS: Record<Origin, IconName> = {
  import: "import",
  person: "person",
  model: "model",
};

interface RowProps {
  one: Instance;
  facts: Facts;
  /** 0 is the first. */
  place: number;
  total: number;
  isSelected: boolean;
  isActive: boolean;
  onPick: (modifiers: Modifiers) => void;
}

export function InstanceRow(props: RowProps): JSX.Element {
  const { one, facts, place, total, isSelected, isActive } = props;
  const { state, acts } = useDesk().tools;
  const category = facts.categoryOf(one.categoryId);
  const isHovered = state.hovered.value === one.key;
  return (
    <div
      id={`instance-${one.key}`}
      role="option"
      class={`row${isHovered ? " hovered" : ""}${facts.isHidden(one) ? " dim" : ""}`}
      style={{ transform: `translateY(${place * ROW}px)` }}
      aria-selected={isSelected}
      aria-setsize={total}
      aria-posinset={place + 1}
      aria-label={optionText(one, facts, { place: place + 1, total, isSelected })}
      data-active={isActive || undefined}
      onClick={(event) =>
        props.onPick({ shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey })
      }
      onDblClick={() => acts.zoomToSelection()}
      onPointerEnter={() => (state.hovered.value = one.key)}
    >
      <Swatch category={category} />
      <span class="name">{category?.name ?? "?"}</span>
      <Marks one={one} />
      <span class="area" title="Square pixels">
        {count(one.area)}
      </span>
      <Toggles one={one} />
    </div>
  );
}

function Marks({ one }: { one: Instance }): JSX.Element {
  const { lockedCategories } = useDesk().tools.state;
  return (
    <span class="marks">
      {lockedCategories.value.has(one.categoryId) && (
        <Icon name="lock" label="its class is locked" />
      )}
      {one.isCrowd && <Icon name="crowd" label="crowd" />}
      {one.isExact && <Icon name="exact" label="exact mask, not edited" />}
      {one.isEdited && <Icon name="edited" label="edited" />}
      <Icon name={ORIGIN_ICONS[one.origin]} label={ORIGIN_WORDS[one.origin]} />
      {one.score !== null && <span class="score">{one.score.toFixed(2).replace(/^0/, "")}</span>}
    </span>
  );
}

/** Hide and lock this one alone; its class may be hidden or locked besides. */
function Toggles({ one }: { one: Instance }): JSX.Element {
  const { state, acts } = useDesk().tools;
  const isHidden = state.hiddenKeys.value.has(one.key);
  const isLocked = state.lockedKeys.value.has(one.key);
  return (
    <>
      <Toggle
        icon={isHidden ? "eyeOff" : "eye"}
        title={isHidden ? "Show" : "Hide"}
        isOn={isHidden}
        onToggle={() => acts.hide([one.key], !isHidden)}
      />
      <Toggle
        icon={isLocked ? "lock" : "unlock"}
        title={isLocked ? "Unlock" : "Lock"}
        isOn={isLocked}
        onToggle={() => acts.lock([one.key], !isLocked)}
      />
    </>
  );
}

interface ToggleProps {
  icon: IconName;
  title: string;
  isOn: boolean;
  onToggle: () => void;
}

/** For the pointer: by keyboard the row's state is changed on the canvas, by the selection's keys. */
export function Toggle({ icon, title, isOn, onToggle }: ToggleProps): JSX.Element {
  return (
    <button
      type="button"
      class="toggle"
      tabIndex={-1}
      title={title}
      aria-label={title}
      aria-pressed={isOn}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
      onDblClick={(event) => event.stopPropagation()}
    >
      <Icon name={icon} />
    </button>
  );
}
