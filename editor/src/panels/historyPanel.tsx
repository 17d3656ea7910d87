/** Who changed what when; each instance as it was can be looked at and brought back. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { instanceFromWire, partsFromWire } from "../model/convert";
import { sentence } from "../sync/failures";
import { useDesk, type Desk } from "./desk";
import { entriesOf, restorable, type HistoryEntry, type WireChange } from "./historyRows";
import { whenText } from "./numbers";
import { Swatch } from "./swatch";

const CALM = 400; // milliseconds after the last change before the history is asked for again

export function HistoryPanel(): JSX.Element {
  const { reads, onPeek, tools } = useDesk();
  const { image, doc, save } = tools.state;
  const entries = useSignal<readonly HistoryEntry[] | null>(null);
  const trouble = useSignal("");
  const id = image.value?.id;
  useEffect(() => {
    entries.value = null;
  }, [id]);
  useEffect(() => {
    if (id === undefined) return;
    let isLast = true;
    const ask = async (): Promise<void> => {
      try {
        const found = await reads.history(id);
        if (!isLast) return;
        entries.value = entriesOf(found.changes);
        trouble.value = "";
      } catch (error) {
        if (isLast) trouble.value = sentence(error);
      }
    };
    const timer = setTimeout(() => void ask(), entries.value ? CALM : 0);
    return () => {
      isLast = false;
      clearTimeout(timer);
    };
  }, [id, doc.revision.value, save.value.acknowledged]);
  useEffect(() => () => onPeek(null), []);
  return (
    <section class="history" aria-label="History">
      {trouble.value && <p class="trouble">{trouble.value}</p>}
      {entries.value?.length === 0 && <p class="quiet">Nothing has been changed on this image.</p>}
      <ol>
        {entries.value?.map((entry) => (
          <Entry key={entry.changes[0]!.change} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { entry: HistoryEntry }): JSX.Element {
  return (
    <li class="entry">
      <div class="entry-head">
        <span class="entry-label">{entry.label}</span>
        <time datetime={entry.at} title={new Date(entry.at).toLocaleString("en-GB")}>
          {whenText(entry.at, new Date())}
        </time>
      </div>
      <div class="entry-author">{entry.author}</div>
      {entry.changes.map((change) => (
        <Changed key={change.change} change={change} label={entry.label} />
      ))}
    </li>
  );
}

function Changed({ change, label }: { change: WireChange; label: string }): JSX.Element | null {
  const desk = useDesk();
  const was = restorable(change);
  if (!was) return change.detail ? <div class="changed quiet">{change.detail}</div> : null;
  const category = desk.tools.state.categoryOf(was.annotation.category_id);
  const peek = (): void => desk.onPeek(partsFromWire(was.annotation.parts));
  const away = (): void => desk.onPeek(null);
  return (
    <div class="changed" onPointerEnter={peek} onPointerLeave={away}>
      <Swatch category={category} />
      <span class="name">{category?.name ?? "?"}</span>
      <button
        type="button"
        class="link"
        title={was.to === "before" ? "Bring it back as it was before" : "As it was made"}
        onFocus={peek}
        onBlur={away}
        onClick={() => restore(desk, change, label)}
      >
        Restore
      </button>
    </div>
  );
}

function restore({ tools, idOf, onPeek }: Desk, change: WireChange, label: string): void {
  const was = restorable(change)!;
  const { id } = was.annotation;
  const key = [...tools.state.doc.keys()].find((one) => idOf(one) === id) ?? String(id);
  onPeek(null);
  tools.acts.restore(`Restore: ${label}`, {
    changeId: change.change,
    to: was.to,
    before: tools.acts.instance(key) ?? null,
    after: instanceFromWire(was.annotation, key),
  });
}
