/** The keys of one action in the help: each can go, others can come. */
import { useSignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Action } from "../keys/actions";
import { currentKeys, keymapRevision, keyText, resetKeys, setKeys } from "../keys/keymap";
import { useDesk } from "./desk";
import { focusables } from "./focus";
import { holderOf, pressOf, same } from "./helpRows";
import { Icon } from "./icons";

/** Asking for a key; with `keys` it was pressed, but another action has it. */
interface Asking {
  readonly keys?: string;
  readonly holder?: Action;
}

export function KeyCell({ action }: { action: Action }): JSX.Element {
  const asking = useSignal<Asking | null>(null);
  keymapRevision.value;
  const keys = currentKeys(action.id);
  const isChanged = keys.join(" ") !== action.keys.join(" ");
  const cell = useRef<HTMLSpanElement>(null);
  useEffect(() => heldFocus(cell.current), [asking.value, keys.join(" ")]);
  if (asking.value?.holder) return <Clash action={action} asking={asking} />;
  return (
    <span class="keys" ref={cell}>
      {keys.map((one) => (
        <button
          key={one}
          type="button"
          class="key"
          title={`Take ${keyText(one)} away`}
          aria-label={`Take ${keyText(one)} away from ${action.title}`}
          onClick={() =>
            setKeys(
              action.id,
              keys.filter((other) => other !== one),
            )
          }
        >
          <kbd>{keyText(one)}</kbd>
        </button>
      ))}
      {asking.value ? (
        <Press action={action} asking={asking} />
      ) : (
        <IconLink
          icon="plus"
          title={`Add a key to ${action.title}`}
          onClick={() => (asking.value = {})}
        />
      )}
      {isChanged && (
        <IconLink
          icon="reset"
          title={`Give ${action.title} its own keys back`}
          onClick={() => resetKeys(action.id)}
        />
      )}
    </span>
  );
}

/** A button that had the focus and is gone leaves it to the last one of its cell. */
function heldFocus(cell: HTMLElement | null): void {
  if (!cell) return;
  const held = (cell.getRootNode() as Document | ShadowRoot).activeElement;
  if (!held || held === document.body) focusables(cell).at(-1)?.focus();
}

interface KeyProps {
  action: Action;
  asking: Signal<Asking | null>;
}

/** Listens for one press; Escape, or looking elsewhere, changes nothing. */
function Press({ action, asking }: KeyProps): JSX.Element {
  const { actions } = useDesk();
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    event.preventDefault();
    const keys = pressOf(event);
    if (keys === null) return;
    const holder = holderOf(actions, keys, action);
    if (event.key !== "Escape" && !holder) give(action, keys);
    asking.value = holder && event.key !== "Escape" ? { keys, holder } : null;
  };
  return (
    <button
      type="button"
      class="key asking"
      ref={(button) => button?.focus()}
      onKeyDown={onKeyDown}
      onBlur={() => (asking.value = asking.value?.holder ? asking.value : null)}
    >
      Press a key …
    </button>
  );
}

/** The key has another meaning: move it here, or leave it there. */
function Clash({ action, asking }: KeyProps): JSX.Element {
  const { keys = "", holder } = asking.value!;
  const move = (): void => {
    if (holder)
      setKeys(
        holder.id,
        currentKeys(holder.id).filter((one) => !same(one, keys)),
      );
    give(action, keys);
    asking.value = null;
  };
  return (
    <span class="keys clash" role="alert">
      <span>
        <kbd>{keyText(keys)}</kbd> is “{holder?.title}”.
      </span>
      <button type="button" class="plain" ref={(button) => button?.focus()} onClick={move}>
        Move it here
      </button>
      <button type="button" class="plain" onClick={() => (asking.value = null)}>
        Leave it
      </button>
    </span>
  );
}

function give(action: Action, keys: string): void {
  setKeys(action.id, [...currentKeys(action.id).filter((one) => !same(one, keys)), keys]);
}

function IconLink(props: {
  icon: "plus" | "reset";
  title: string;
  onClick: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="toggle"
      title={props.title}
      aria-label={props.title}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
