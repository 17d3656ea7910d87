/** A searchable list to choose one thing from: type, arrows, Enter. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icons";

export interface Choice {
  readonly id: string;
  readonly text: string;
  /** Things of one group stand together under its name. */
  readonly group?: string;
  readonly disabled?: boolean;
  readonly selected?: boolean;
  readonly before?: ComponentChildren;
  readonly after?: ComponentChildren;
}

export interface PickerProps {
  label: string;
  choices: readonly Choice[];
  onPick: (id: string) => void;
  /** Under the list. */
  children?: ComponentChildren;
}

/** Each word of `asked` somewhere in the text or the group; case does not matter. */
export function matching(choices: readonly Choice[], asked: string): Choice[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter((choice) => {
    const text = `${choice.text} ${choice.group ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function Picker({ label, choices, onPick, children }: PickerProps): JSX.Element {
  const [asked, ask] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const found = matching(choices, asked);
  const active = found[Math.min(at, found.length - 1)];
  useEffect(() => {
    list.current?.querySelector("[data-active]")?.scrollIntoView({ block: "nearest" });
  }, [active?.id]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((Math.min(at, found.length - 1) + step + found.length) % found.length);
    else if (event.key === "Enter" && active && !active.disabled) onPick(active.id);
    else return;
    event.preventDefault();
  };
  return (
    <div class="picker">
      <label class="search">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="picker-list"
          aria-activedescendant={active && `pick-${active.id}`}
          aria-label={label}
          placeholder={label}
          value={asked}
          onInput={(event) => (ask(event.currentTarget.value), setAt(0))}
          onKeyDown={onKeyDown}
        />
      </label>
      <ul id="picker-list" role="listbox" aria-label={label} ref={list}>
        {found.map((choice, index) => (
          <Option
            key={choice.id}
            choice={choice}
            heads={choice.group !== found[index - 1]?.group}
            isActive={choice === active}
            onPick={onPick}
          />
        ))}
      </ul>
      {found.length === 0 && <p class="quiet">Nothing is called that.</p>}
      {children}
    </div>
  );
}

interface OptionProps {
  choice: Choice;
  /** It is the first of its group here. */
  heads: boolean;
  isActive: boolean;
  onPick: (id: string) => void;
}

function Option({ choice, heads, isActive, onPick }: OptionProps): JSX.Element {
  return (
    <>
      {heads && choice.group && (
        <li class="group" role="presentation">
          {choice.group}
        </li>
      )}
      <li
        id={`pick-${choice.id}`}
        role="option"
        class="option"
        aria-selected={choice.selected ?? false}
        aria-disabled={choice.disabled}
        data-active={isActive || undefined}
        onClick={() => choice.disabled || onPick(choice.id)}
      >
        {choice.before}
        <span class="name">{choice.text}</span>
        {choice.after}
      </li>
    </>
  );
}
