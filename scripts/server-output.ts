interface OutputOptions {
  readonly isDev: boolean;
  readonly print: (line: string) => void;
}

interface ServerOutput {
  readonly onOutput: (line: string) => void;
  readonly onError: (line: string) => void;
  /** The last lines from before the server was ready, to explain why it never was. */
  readonly readEarly: () => readonly string[];
  /** From now on, what is not shown is dropped. */
  readonly noteReady: () => void;
}

const maxEarlyLines = 20;

/**
 * Decides what of the web server's output is shown: the lines of our own log, and in development
 * everything. The rest can hold text of foreign errors. Those go to the error stream, and a client can
 * write whole lines into them, so what looks like our log is believed on standard output alone.
 */
export function createServerOutput({ isDev, print }: OutputOptions): ServerOutput {
  const early: string[] = [];
  let isReady = false;
  const hide = (line: string) => {
    if (isReady) return;
    early.push(line);
    if (early.length > maxEarlyLines) early.shift();
  };
  return {
    onOutput: (line) => (isDev || line.startsWith('{"at":') ? print(line) : hide(line)),
    onError: isDev ? print : hide,
    readEarly: () => early,
    noteReady: () => {
      isReady = true;
    },
  };
}
