import { useEffect, useEffectEvent, type RefObject } from "react";
import type { Command } from "./key-table.ts";
import { listenKeys } from "./listen.ts";
import { runCommand, type CommandContext } from "./run-command.ts";

/** Listens to the keyboard. @returns A function that runs a command; the page's buttons call it too. */
export function useCommands(
  container: RefObject<HTMLElement | null>,
  context: CommandContext,
): (command: Command) => void {
  const onKey = useEffectEvent((command: Command) => runCommand(command, context));
  useEffect(
    () => (container.current ? listenKeys(container.current, (command) => onKey(command)) : undefined),
    [container],
  );
  return (command) => runCommand(command, context);
}
