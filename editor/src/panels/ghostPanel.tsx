/** Predictions of a run, to be walked, accepted and rejected. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { byUncertainty } from "../app/ghosting";
import type { Ghost } from "../model/types";
import { ACTION_OF_BUTTON } from "./actionIds";
import { IconButton } from "./button";
import { firstKey, useDesk, withKeys } from "./desk";
import { counted } from "./numbers";
import { Swatch } from "./swatch";

export function GhostPanel(): JSX.Element {
  const { runs, tools } = useDesk();
  const all = tools.state.ghosts.value;
  const ghosts = tools.state.ghostsShown.value;
  if (runs.value.length === 0 && all.length === 0) return <NoRuns />;
  return (
    <section class="ghosts" aria-label="Predictions">
      <RunSelect />
      {all.length > 0 ? <Walk ghosts={ghosts} /> : <WhyNone />}
      {all.length > 0 && <LeastScore shown={ghosts.length} all={all.length} />}
    </section>
  );
}

function NoRuns(): JSX.Element {
  return (
    <section class="ghosts quiet" aria-label="Predictions">
      <h3>No predictions yet</h3>
      <p>
        Train a run on this dataset. When it has finished, what it predicts can be shown here and
        taken over with one key. Runs predict on the val split only.
      </p>
    </section>
  );
}

function RunSelect(): JSX.Element {
  const { runs, tools } = useDesk();
  const { state, acts } = tools;
  return (
    <label class="field">
      <span>Run</span>
      <select
        value={state.ghostRun.value ?? ""}
        onChange={(event) => acts.showGhosts(event.currentTarget.value || null)}
      >
        <option value="">None shown</option>
        {runs.value.map((run) => (
          <option key={run.id} value={run.id}>
            {run.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The server's word on why this run shows nothing here; what to do while no run is chosen. */
function WhyNone(): JSX.Element {
  const { reads, tools } = useDesk();
  const runId = tools.state.ghostRun.value;
  const imageId = tools.state.image.value?.id;
  const note = useSignal("");
  useEffect(() => {
    let isLast = true;
    note.value = "";
    if (runId === null || imageId === undefined) return;
    const ask = async (): Promise<void> => {
      const text = await reads.ghosts(imageId, runId).then((found) => found.note, String);
      if (isLast) note.value = text || "All predictions are dealt with.";
    };
    void ask();
    return () => {
      isLast = false;
    };
  }, [runId, imageId]);
  const invitation =
    "Choose a run to see what it predicts here. Runs predict on the val split only.";
  return <p class="quiet">{runId === null ? invitation : note.value}</p>;
}

function Walk({ ghosts }: { ghosts: readonly Ghost[] }): JSX.Element {
  const { state, acts } = useDesk().tools;
  const place = byUncertainty(ghosts).findIndex((one) => one.key === state.ghost.value);
  const ghost = ghosts.find((one) => one.key === state.ghost.value);
  return (
    <div class="walk">
      <div class="walk-line">
        <IconButton
          icon="left"
          title="Previous prediction"
          action={ACTION_OF_BUTTON.previousGhost}
          onClick={() => acts.walkGhosts(-1)}
        />
        <span>
          {place < 0 ? counted(ghosts.length, "prediction") : `${place + 1} of ${ghosts.length}`}
        </span>
        <IconButton
          icon="right"
          title="Next prediction"
          action={ACTION_OF_BUTTON.nextGhost}
          onClick={() => acts.walkGhosts(1)}
        />
      </div>
      {ghost ? <Verdict ghost={ghost} /> : <p class="quiet">The most doubtful comes first.</p>}
    </div>
  );
}

function Verdict({ ghost }: { ghost: Ghost }): JSX.Element {
  const { acceptsReplacing, tools } = useDesk();
  const { state, acts } = tools;
  state.doc.revision.value; // what lies under it may have changed
  const category = state.categoryOf(ghost.categoryId);
  const canReplace = acceptsReplacing(ghost);
  return (
    <>
      <div class="ghost-now">
        <Swatch category={category} />
        <span class="name">{category?.name ?? "?"}</span>
        <span>{ghost.score.toFixed(2)}</span>
      </div>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          title={withKeys("Make it an instance", ACTION_OF_BUTTON.accept)}
          onClick={() => acts.acceptGhost("new")}
        >
          Accept
        </button>
        <button
          type="button"
          class="plain"
          disabled={!canReplace}
          title={withKeys("Give its outline to the instance under it", ACTION_OF_BUTTON.replace)}
          onClick={() => acts.acceptGhost("replace")}
        >
          Replace
        </button>
        <button
          type="button"
          class="plain"
          title={withKeys("Show it no more", ACTION_OF_BUTTON.reject)}
          onClick={() => acts.rejectGhost()}
        >
          Reject
        </button>
      </div>
      {canReplace && (
        <p class="quiet">
          {`Or just a stretch of it: a stroke (${firstKey(ACTION_OF_BUTTON.stroke)}) with Shift.`}
        </p>
      )}
    </>
  );
}

/** Weaker predictions are hidden; what is shown can be accepted at once. */
function LeastScore({ shown, all }: { shown: number; all: number }): JSX.Element {
  const { state, acts } = useDesk().tools;
  const least = state.ghostScore.value;
  return (
    <div class="accept-above">
      <label class="amount">
        <span>Score</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={least}
          aria-label="Least score"
          onInput={(event) => acts.setGhostScore(event.currentTarget.valueAsNumber)}
        />
        <output>{least.toFixed(2)}</output>
      </label>
      <button
        type="button"
        class="plain wide"
        disabled={shown === 0}
        onClick={() => acts.acceptGhostsAbove(least)}
      >
        {`Accept all shown: ${shown} of ${all}`}
      </button>
    </div>
  );
}
