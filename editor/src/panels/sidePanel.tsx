/** Instances, predictions and history, one at a time; folded, a column of their icons. */
import type { JSX } from "preact";
import { IconButton } from "./button";
import { GhostPanel } from "./ghostPanel";
import { HistoryPanel } from "./historyPanel";
import { Icon, type IconName } from "./icons";
import { InstanceList } from "./instanceList";
import { UnseenList } from "./unseenList";
import { TABS, type LayoutKeeper, type Tab } from "./layout";

const TAB_FACES: Record<Tab, { icon: IconName; text: string }> = {
  instances: { icon: "list", text: "Instances" },
  ghosts: { icon: "ghosts", text: "Predictions" },
  history: { icon: "history", text: "History" },
};

export function SidePanel({ layout, change }: LayoutKeeper): JSX.Element {
  const { side, tab } = layout.value;
  const open = (to: Tab): void => change({ side: true, tab: to });
  return (
    <aside class={`side${side ? "" : " folded"}`} aria-label="Panels">
      <div class="tabs">
        <div class="tab-list" role="tablist" aria-orientation={side ? "horizontal" : "vertical"}>
          {TABS.map((one) => (
            <TabButton
              key={one}
              tab={one}
              isShown={side && tab === one}
              isOpen={side}
              onOpen={open}
            />
          ))}
        </div>
        {side && (
          <IconButton icon="right" title="Fold the panel" onClick={() => change({ side: false })} />
        )}
      </div>
      {!(side && tab === "instances") && <UnseenList />}
      {side && (
        <div class="tab-panel" role="tabpanel" aria-label={TAB_FACES[tab].text}>
          {tab === "instances" && <InstanceList />}
          {tab === "ghosts" && <GhostPanel />}
          {tab === "history" && <HistoryPanel />}
        </div>
      )}
    </aside>
  );
}

interface TabButtonProps {
  tab: Tab;
  isShown: boolean;
  isOpen: boolean;
  onOpen: (tab: Tab) => void;
}

function TabButton({ tab, isShown, isOpen, onOpen }: TabButtonProps): JSX.Element {
  const { icon, text } = TAB_FACES[tab];
  return (
    <button
      type="button"
      role="tab"
      aria-selected={isShown}
      aria-label={text}
      title={text}
      onClick={() => onOpen(tab)}
    >
      {isOpen ? text : <Icon name={icon} />}
    </button>
  );
}
