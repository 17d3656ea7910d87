/** Somebody else changed what was edited here meanwhile: both are shown, and a person decides. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ConflictShown } from "../app/state";
import { pointCount } from "../geometry/rings";
import type { Parts } from "../geometry/types";
import { MINE, THEIRS, type Side as SideShown } from "../view/conflict";
import { useDesk } from "./desk";
import { trapTab } from "./focus";
import { counted } from "./numbers";

const ANSWERS = ["mine", "theirs", "both"] as const;
/** Milliseconds: a number or Enter pressed sooner was meant for the canvas. */
const DEAF = 600;

export function ConflictDialog(): JSX.Element | null {
  const { tools, refocus } = useDesk();
  const conflict = tools.state.conflict.value;
  const card = useRef<HTMLDivElement>(null);
  const since = useRef(0);
  useLayoutEffect(() => {
    since.current = performance.now();
    card.current?.focus(); // not a button: nobody has chosen yet
  }, [conflict]);
  if (!conflict) return null;
  const isOffered = (which: (typeof ANSWERS)[number]): boolean =>
    which !== "both" || (conflict.mine !== null && conflict.theirs !== null);
  const answer = (which: (typeof ANSWERS)[number]): void => {
    tools.acts.resolveConflict(which);
    refocus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isMeant = performance.now() - since.current > DEAF;
    const which = isPlain(event) ? ANSWERS[Number(event.key) - 1] : undefined;
    if (!which || !isOffered(which)) trapTab(event, card.current!);
    else if (isMeant) answer(which);
  };
  return (
    <div class="modal bare" data-keeps-focus>
      <div
        ref={card}
        class="card conflict"
        role="alertdialog"
        tabIndex={-1}
        aria-modal="true"
        aria-labelledby="conflict-head"
        aria-describedby="conflict-about"
        onKeyDown={onKeyDown}
      >
        <Story conflict={conflict} />
        <div class="buttons">
          {ANSWERS.filter(isOffered).map((which) => (
            <button key={which} type="button" class="plain" onClick={() => answer(which)}>
              {answerText(which, conflict)} <kbd>{ANSWERS.indexOf(which) + 1}</kbd>
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}

function isPlain({ altKey, ctrlKey, metaKey, repeat }: KeyboardEvent): boolean {
  return !altKey && !ctrlKey && !metaKey && !repeat;
}

export function answerText(which: (typeof ANSWERS)[number], conflict: ConflictShown): string {
  if (which === "both") return "Keep both as two";
  const parts = which === "mine" ? conflict.mine : conflict.theirs;
  if (which === "mine") return parts ? "Keep mine" : "Delete it all the same";
  return parts ? "Take theirs" : "Let it be deleted";
}

function Story({ conflict }: { conflict: ConflictShown }): JSX.Element {
  const { state } = useDesk().tools;
  const one = state.doc.get(conflict.key);
  const name = (one && state.categoryOf(one.categoryId)?.name) ?? "instance";
  const did = conflict.theirs ? "changed" : "deleted";
  return (
    <>
      <h2 id="conflict-head">{`${conflict.author || "Somebody else"} ${did} this ${name} too`}</h2>
      <p id="conflict-about">Nothing is overwritten until you choose.</p>
      <ul class="sides">
        <Side side={MINE} parts={conflict.mine} />
        <Side side={THEIRS} parts={conflict.theirs} />
      </ul>
    </>
  );
}

function Side({ side, parts }: { side: SideShown; parts: Parts | null }): JSX.Element {
  const what = parts ? counted(pointCount(parts), "point") : "deleted";
  return (
    <li>
      <span class="line" style={{ background: side.color }} aria-hidden="true" />
      <strong>{side.name}</strong> {what}
    </li>
  );
}
