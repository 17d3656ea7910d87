/** Predictions of a run, to be walked, accepted and rejected. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { byUncertainty } from "../app/ghosting";
import type { Ghost } from "../model/types";
import { ACTION_OF_BUTTON } from "./actionIds";
import { IconButton } from "./button";
import { useDesk, withKeys } from "./desk";
import { counted } from "./numbers";
import { Swatch } from "./swatch";

export function GhostPanel(): JSX.Element {
  const { run, runs, tools } = useDesk();
  const ghosts = tools.state.ghosts.value;
  const runId = useSignal<string | null>(ghosts[0]?.runId || run);
  if (runs.value.length === 0 && ghosts.length === 0) return <NoRuns />;
  return (
    <section class="ghosts" aria-label="Predictions">
      <RunSelect chosen={runId.value} onChoose={(id) => (runId.value = id)} />
      {ghosts.length > 0 ? <Walk ghosts={ghosts} /> : <WhyNone runId={runId.value} />}
      {ghosts.length > 0 && <AcceptAbove ghosts={ghosts} />}
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

interface RunSelectProps {
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

function RunSelect({ chosen, onChoose }: RunSelectProps): JSX.Element {
  const { runs, tools } = useDesk();
  const choose = (id: string | null): void => {
    onChoose(id);
    tools.acts.showGhosts(id);
  };
  return (
    <label class="field">
      <span>Run</span>
      <select value={chosen ?? ""} onChange={(event) => choose(event.currentTarget.value || null)}>
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
function WhyNone({ runId }: { runId: string | null }): JSX.Element {
  const { reads, tools } = useDesk();
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
          disabled={!acceptsReplacing(ghost)}
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
    </>
  );
}

function AcceptAbove({ ghosts }: { ghosts: readonly Ghost[] }): JSX.Element {
  const { acts } = useDesk().tools;
  const least = useSignal(0.7);
  const above = ghosts.filter((ghost) => ghost.score >= least.value).length;
  return (
    <div class="accept-above">
      <label class="amount">
        <span>Score</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={least.value}
          aria-label="Least score"
          onInput={(event) => (least.value = event.currentTarget.valueAsNumber)}
        />
        <output>{least.value.toFixed(2)}</output>
      </label>
      <button
        type="button"
        class="plain wide"
        disabled={above === 0}
        onClick={() => acts.acceptGhostsAbove(least.value)}
      >
        {`Accept all above: ${above} of ${ghosts.length}`}
      </button>
    </div>
  );
}
