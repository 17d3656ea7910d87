/** How the picture and the instances are drawn. */
import type { JSX } from "preact";
import { PLAIN_LOOK, type Look } from "../app/state";
import { useDesk } from "./desk";
import { Icon } from "./icons";
import { Popover } from "./popover";

type Amount = "brightness" | "contrast" | "gamma" | "opacity" | "accuracy";
type Switch = Exclude<keyof Look, Amount>;

interface Slider {
  readonly name: Amount;
  readonly text: string;
  readonly min: number;
  readonly max: number;
  /** Of what is shown; 0.01 unless said. */
  readonly step?: number;
  readonly about?: string;
  /** What the slider shows of the value, and back: gamma is even to the eye in its logarithm. */
  readonly to: (value: number) => number;
  readonly from: (shown: number) => number;
}

const same = (value: number): number => value;
const SLIDERS: readonly Slider[] = [
  { name: "brightness", text: "Brightness", min: -1, max: 1, to: same, from: same },
  { name: "contrast", text: "Contrast", min: -1, max: 1, to: same, from: same },
  {
    name: "gamma",
    text: "Gamma",
    min: Math.log2(0.2),
    max: Math.log2(5),
    to: Math.log2,
    from: (shown) => 2 ** shown,
  },
  { name: "opacity", text: "Fill", min: 0, max: 1, to: same, from: same },
  {
    name: "accuracy",
    text: "Accuracy",
    about: "Mask IoU that simplifying and smoothing keep",
    min: 0.9,
    max: 0.999,
    step: 0.001,
    to: same,
    from: same,
  },
];

const SWITCHES: readonly (readonly [Switch, string])[] = [
  ["invert", "Invert the picture"],
  ["outlines", "Outlines"],
  ["labels", "Labels"],
  ["onlySelected", "Only what is selected"],
  ["minimap", "Minimap"],
  ["keepView", "Keep zoom on the next image"],
];

export function LookPanel(): JSX.Element {
  const { state, acts } = useDesk().tools;
  return (
    <Popover face={<Icon name="look" />} label="Look" class="square" align="right">
      {() => (
        <div class="look">
          {SLIDERS.map((slider) => (
            <Amount key={slider.name} {...slider} />
          ))}
          <hr />
          {SWITCHES.map(([name, text]) => (
            <label key={name} class="switch">
              <input
                type="checkbox"
                checked={state.look.value[name]}
                onChange={(event) => acts.setLook({ [name]: event.currentTarget.checked })}
              />
              {text}
            </label>
          ))}
          <button type="button" class="plain wide" onClick={() => acts.setLook(PLAIN_LOOK)}>
            Reset
          </button>
        </div>
      )}
    </Popover>
  );
}

function Amount({
  name,
  text,
  min,
  max,
  to,
  from,
  step = 0.01,
  about = text,
}: Slider): JSX.Element {
  const { state, acts } = useDesk().tools;
  const value = state.look.value[name];
  const shown = Number(value.toFixed(step < 0.01 ? 3 : 2)).toString();
  return (
    <label class="amount" title={`${about}: double click resets`}>
      <span>{text}</span>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={to(value)}
        aria-valuetext={shown}
        onInput={(event) => acts.setLook({ [name]: from(event.currentTarget.valueAsNumber) })}
        onDblClick={() => acts.setLook({ [name]: PLAIN_LOOK[name] })}
      />
      <output>{shown}</output>
    </label>
  );
}
