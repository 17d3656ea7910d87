/** One line to name a new class in. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { sentence } from "../sync/failures";
import { useDesk } from "./desk";

export interface AddClassProps {
  onAdded?: () => void;
  label?: string;
  /** The keyboard goes there at once. */
  isFirst?: boolean;
}

export function AddClass({ onAdded, label = "New class", isFirst }: AddClassProps): JSX.Element {
  const { refocus, tools } = useDesk();
  const [name, setName] = useState("");
  const [trouble, setTrouble] = useState("");
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await tools.acts.addCategory(name.trim());
      onAdded?.();
      refocus();
    } catch (error) {
      setTrouble(sentence(error));
    }
  };
  return (
    <form class="add-class" onSubmit={(event) => void add(event)}>
      <input
        type="text"
        aria-label={label}
        placeholder={label}
        maxLength={100}
        autoFocus={isFirst}
        value={name}
        onInput={(event) => (setName(event.currentTarget.value), setTrouble(""))}
      />
      <button type="submit" class="plain" disabled={!name.trim()}>
        Add
      </button>
      {trouble && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}
