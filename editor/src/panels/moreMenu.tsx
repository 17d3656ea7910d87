/** Every action there is, by group, to be found by its name: what has no button has its place here. */
import type { JSX } from "preact";
import { canRun } from "../keys/actions";
import { currentKeys, keymapRevision, keyText } from "../keys/keymap";
import { useDesk } from "./desk";
import { Icon } from "./icons";
import { Picker } from "./picker";
import { Popover } from "./popover";

export function MoreMenu(): JSX.Element {
  return (
    <Popover face={<Icon name="more" />} label="All actions" class="square" align="right">
      {(close) => <Actions close={close} />}
    </Popover>
  );
}

function Actions({ close }: { close: () => void }): JSX.Element {
  const { actions, tools } = useDesk();
  keymapRevision.value;
  const choices = actions.map((action) => ({
    id: action.id,
    text: action.title,
    group: action.group,
    disabled: !canRun(action, tools),
    after: currentKeys(action.id).map((keys) => <kbd key={keys}>{keyText(keys)}</kbd>),
  }));
  const run = (id: string): void => {
    close();
    actions.find((action) => action.id === id)?.run(tools);
  };
  return <Picker label="Find an action" choices={choices} onPick={run} />;
}
