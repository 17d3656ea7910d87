/** All classes: find one, choose it, hide or lock all of its instances, add another. */
import type { JSX } from "preact";
import { AddClass } from "./addClass";
import { firstKey, useDesk } from "./desk";
import { Toggle } from "./instanceRow";
import { Picker } from "./picker";
import { Swatch } from "./swatch";

export function ClassList({ close }: { close: () => void }): JSX.Element {
  const { state, acts } = useDesk().tools;
  const choices = state.categories.value.map((category, place) => ({
    id: String(category.id),
    text: category.name,
    selected: category.id === state.categoryId.value,
    before: <Swatch category={category} />,
    after: (
      <>
        {firstKey(`class-${place + 1}`) && <kbd>{firstKey(`class-${place + 1}`)}</kbd>}
        <ClassToggles id={category.id} />
      </>
    ),
  }));
  const choose = (id: string): void => {
    acts.setCategory(Number(id));
    close();
  };
  return (
    <Picker label="Find a class" choices={choices} onPick={choose}>
      <AddClass onAdded={close} />
    </Picker>
  );
}

function ClassToggles({ id }: { id: number }): JSX.Element {
  const { state, acts } = useDesk().tools;
  const isHidden = state.hiddenCategories.value.has(id);
  const isLocked = state.lockedCategories.value.has(id);
  return (
    <>
      <Toggle
        icon={isHidden ? "eyeOff" : "eye"}
        title={isHidden ? "Show this class" : "Hide this class"}
        isOn={isHidden}
        onToggle={() => acts.hideCategory(id, !isHidden)}
      />
      <Toggle
        icon={isLocked ? "lock" : "unlock"}
        title={isLocked ? "Unlock this class" : "Lock this class"}
        isOn={isLocked}
        onToggle={() => acts.lockCategory(id, !isLocked)}
      />
    </>
  );
}
