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
import { useAsked } from "./useAsked";

const CALM = 400; // milliseconds after the last change before the history is asked for again

interface Known {
  readonly entries: readonly HistoryEntry[] | null;
  readonly trouble: string;
}

const NOTHING: Known = { entries: null, trouble: "" };

/** Of the image on screen, as the server tells it now. */
function useHistory(): Known {
  const { reads, tools } = useDesk();
  const { image, doc, save } = tools.state;
  const known = useSignal(NOTHING);
  const id = image.value?.id;
  useEffect(() => {
    known.value = NOTHING;
  }, [id]);
  useAsked(
    {
      ask: id === undefined ? null : () => reads.history(id),
      heard: ({ changes }) => (known.value = { entries: entriesOf(changes), trouble: "" }),
      failed: (error) => (known.value = { ...known.value, trouble: sentence(error) }),
      calm: known.value.entries ? CALM : 0,
    },
    [id, doc.revision.value, save.value.acknowledged],
  );
  return known.value;
}

export function HistoryPanel(): JSX.Element {
  const { onPeek } = useDesk();
  const { entries, trouble } = useHistory();
  useEffect(() => () => onPeek(null), []);
  return (
    <section class="history" aria-label="History">
      {trouble && <p class="trouble">{trouble}</p>}
      {entries?.length === 0 && <p class="quiet">Nothing has been changed on this image.</p>}
      <ol>
        {entries?.map((entry) => (
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
