/** A button that is an icon: labelled, its keys in the tooltip. */
import type { JSX } from "preact";
import { withKeys } from "./desk";
import { Icon, type IconName } from "./icons";

export interface IconButtonProps {
  icon: IconName;
  title: string;
  onClick: (event: MouseEvent) => void;
  /** Whose keys the tooltip names. */
  action?: string;
  pressed?: boolean;
  disabled?: boolean;
  class?: string;
  /** What it opens takes the focus itself. */
  keepsFocus?: boolean;
}

export function IconButton(props: IconButtonProps): JSX.Element {
  const { icon, title, action, pressed, disabled = false } = props;
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ""}`}
      aria-label={title}
      title={withKeys(title, action)}
      aria-pressed={pressed}
      disabled={disabled}
      data-keeps-focus={props.keepsFocus}
      onClick={props.onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
