import { inspect } from "node:util";

const hidden = "[secret]";

/**
 * A value that must not be seen: client secrets, access tokens, passwords.
 *
 * It refuses to print. Logging it, joining it into a string or serialising it gives `[secret]`,
 * and React refuses to send a class instance to the browser. The one way to the characters is
 * `reveal()`, so every use can be found by searching for that name.
 */
export class Secret {
  readonly #characters: string;

  constructor(characters: string) {
    this.#characters = characters;
  }

  reveal(): string {
    return this.#characters;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}
