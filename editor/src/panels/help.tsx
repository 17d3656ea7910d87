/** Everything that can be done, and the keys for it: to be found, and to be changed. */
import { useSignal, type Signal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Action } from "../keys/actions";
import { keymapRevision, resetKeys } from "../keys/keymap";
import { IconButton } from "./button";
import { useDesk } from "./desk";
import { focusables, trapTab } from "./focus";
import { sought } from "./helpRows";
import { Icon } from "./icons";
import { KeyCell } from "./keyCell";

export function Help(): JSX.Element | null {
  const { refocus, tools } = useDesk();
  const { help } = tools.state;
  const close = (): void => {
    help.value = false;
    refocus();
  };
  return help.value ? <Dialog onClose={close} /> : null;
}

function Dialog({ onClose }: { onClose: () => void }): JSX.Element {
  const card = useRef<HTMLDivElement>(null);
  const asked = useSignal("");
  useLayoutEffect(() => focusables(card.current!)[0]?.focus(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") onClose();
    else trapTab(event, card.current!);
  };
  return (
    <div
      class="modal"
      data-keeps-focus
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div
        ref={card}
        class="card help"
        role="dialog"
        aria-modal="true"
        aria-label="Help and keys"
        onKeyDown={onKeyDown}
      >
        <Head asked={asked} onClose={onClose} />
        <Table asked={asked.value} />
      </div>
    </div>
  );
}

function Head({ asked, onClose }: { asked: Signal<string>; onClose: () => void }): JSX.Element {
  return (
    <div class="help-head">
      <h2>Help and keys</h2>
      <label class="search">
        <Icon name="search" />
        <input
          type="search"
          value={asked.value}
          placeholder="Find an action or a key"
          aria-label="Find an action or a key"
          onInput={(event) => (asked.value = event.currentTarget.value)}
        />
      </label>
      <button type="button" class="plain" onClick={() => resetKeys()}>
        Reset all keys
      </button>
      <IconButton icon="cross" title="Close" onClick={onClose} />
    </div>
  );
}

function Table({ asked }: { asked: string }): JSX.Element {
  const { actions } = useDesk();
  keymapRevision.value;
  const groups = sought(actions, asked);
  return (
    <div class="help-body">
      {groups.map(({ group, actions: within }) => (
        <section key={group} aria-label={group}>
          <h3>{group}</h3>
          <table>
            <tbody>
              {within.map((action) => (
                <Row key={action.id} action={action} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {groups.length === 0 && <p class="quiet">No action and no key is called that.</p>}
      <p class="quiet">Keys work while the canvas has the focus; a click anywhere gives it back.</p>
    </div>
  );
}

function Row({ action }: { action: Action }): JSX.Element {
  return (
    <tr>
      <th scope="row">
        {action.title}
        {action.about && <span class="about">{action.about}</span>}
      </th>
      <td>
        <KeyCell action={action} />
      </td>
    </tr>
  );
}
