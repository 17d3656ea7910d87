/** All instances of the image: sought, sorted, selected; for screen readers, the image itself. */
import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Instance } from "../model/types";
import { useDesk, type Desk } from "./desk";
import { factsOf } from "./facts";
import { InstanceRow, ROW } from "./instanceRow";
import { rowsOf, type Asked } from "./instanceRows";
import { ListHead } from "./listHead";
import { clicked, movedTo, rowAfter, type Chosen } from "./multiSelect";
import { PixelDifference } from "./pixelDifference";
import { useRows } from "./useRows";

export function InstanceList(): JSX.Element {
  const { state } = useDesk().tools;
  const asked = useSignal<Asked>({ text: "", sort: "order", descending: false });
  const rows = useComputed(() => {
    state.doc.revision.value;
    return rowsOf(state.doc.all(), asked.value, factsOf(state));
  });
  return (
    <section class="instances" aria-label="Instances">
      <ListHead asked={asked} />
      <Rows rows={rows.value} />
      <PixelDifference />
      <Count shown={rows.value.length} />
    </section>
  );
}

function Rows({ rows }: { rows: readonly Instance[] }): JSX.Element {
  const desk = useDesk();
  const { state, acts } = desk.tools;
  const selection = state.selection.value;
  const place = useRef<Pick<Chosen, "active" | "anchor">>({ active: null, anchor: null });
  const active = selection.includes(place.current.active ?? "")
    ? place.current.active
    : (selection.at(-1) ?? place.current.active);
  const keys = useMemo(() => rows.map((one) => one.key), [rows]);
  const at = useMemo(() => keys.indexOf(active ?? ""), [keys, active]);
  const scrolled = useRows(ROW, rows.length);
  const chosen: Chosen = { selection, active, anchor: place.current.anchor ?? active };
  const choose = (next: Chosen): void => {
    place.current = next;
    acts.select(next.selection);
  };
  useEffect(() => {
    if (at >= 0) scrolled.show(at);
  }, [active]);
  const facts = factsOf(state);
  const chosenKeys = useMemo(() => new Set(selection), [selection]);
  return (
    <div
      ref={scrolled.ref}
      class="rows"
      role="listbox"
      tabIndex={0}
      aria-multiselectable="true"
      aria-label="Instances of the image"
      aria-activedescendant={at < 0 ? undefined : `instance-${active}`}
      onScroll={scrolled.onScroll}
      onKeyDown={(event) => pressed(event, desk, { keys, chosen, at, choose })}
      onPointerLeave={() => (state.hovered.value = null)}
    >
      <div class="rows-all" role="presentation" style={{ height: `${scrolled.length}px` }}>
        {rows.slice(scrolled.first, scrolled.end).map((one, offset) => (
          <InstanceRow
            key={one.key}
            one={one}
            facts={facts}
            place={scrolled.first + offset}
            total={rows.length}
            isSelected={chosenKeys.has(one.key)}
            isActive={one.key === active}
            onPick={(modifiers) => choose(clicked(keys, chosen, one.key, modifiers))}
          />
        ))}
      </div>
    </div>
  );
}

interface Pressing {
  keys: readonly string[];
  chosen: Chosen;
  at: number;
  choose(next: Chosen): void;
}

function pressed(event: KeyboardEvent, desk: Desk, { keys, chosen, at, choose }: Pressing): void {
  const { acts } = desk.tools;
  const held = { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey };
  const page = Math.max(1, Math.floor((event.currentTarget as Element).clientHeight / ROW) - 1);
  const to = rowAfter(event.key, at, keys.length, page);
  if (to !== null) choose(movedTo(keys, chosen, keys[to]!, held));
  else if (event.key === " " && chosen.active)
    choose(clicked(keys, chosen, chosen.active, { ...held, ctrl: true }));
  else if (event.key === "a" && held.ctrl) choose({ ...chosen, selection: keys });
  else if (event.key === "Enter") acts.zoomToSelection();
  else if (event.key === "Delete") acts.removeSelected();
  else if (event.key === "Escape") desk.refocus();
  else return;
  event.preventDefault();
}

function Count({ shown }: { shown: number }): JSX.Element {
  const { state } = useDesk().tools;
  state.doc.revision.value;
  const { size } = state.doc;
  const sought = shown < size ? ` · ${shown} shown` : "";
  return <p class="panel-foot">{`${state.selection.value.length} of ${size} selected${sought}`}</p>;
}
