import { once } from "node:events";
import type pg from "pg";

/** What pg lends to a query during COPY; its type declarations leave it out. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Uint8Array): void;
  sendCopyFail(reason: string): void;
  endCopyFrom(): void;
}

/** So much may wait in the socket before more is made. */
const maxWaitingBytes = 4_000_000;

/** Sends lines of COPY's text format: `COPY … FROM STDIN`. */
export function copyIn(
  client: pg.Client,
  sql: string,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  const send = async (connection: CopyConnection) => {
    try {
      for await (const text of lines) {
        connection.sendCopyFromChunk(Buffer.from(text));
        if (connection.stream.writableLength > maxWaitingBytes) await once(connection.stream, "drain");
      }
      connection.endCopyFrom();
    } catch {
      connection.sendCopyFail("the sender gave up");
    }
  };
  return run(client, sql, { handleCopyInResponse: (connection) => void send(connection) });
}

/** Receives the lines of `COPY … TO STDOUT` and throws them away; gives how many bytes they were. */
export async function copyOut(client: pg.Client, sql: string): Promise<number> {
  let bytes = 0;
  await run(client, sql, {
    handleCopyData: ({ chunk }) => {
      bytes += chunk.length;
    },
  });
  return bytes;
}

interface CopyHandlers {
  readonly handleCopyInResponse?: (connection: CopyConnection) => void;
  readonly handleCopyData?: (message: { readonly chunk: Uint8Array }) => void;
}

function run(client: pg.Client, sql: string, handlers: CopyHandlers): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    client.query({
      submit: (connection: pg.Connection) => connection.query(sql),
      handleError: (error: Error) => {
        failure = error;
        reject(error);
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => {
        if (failure === undefined) resolve();
      },
      ...handlers,
    });
  });
}
