import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

test("nothing has to be set", () => {
  expect(readConfig({})).toMatchObject({ PORT: 3000, LOG_LEVEL: "info", PROVINCE: "24" });
});

test("an empty variable counts as absent, as templates of .env files leave them", () => {
  expect(readConfig({ PORT: "", REDIS_URL: "" })).toMatchObject({ PORT: 3000 });
  expect(readConfig({ REDIS_URL: "" }).REDIS_URL).toBeUndefined();
});

test("config names every bad variable and never its value", () => {
  const wrong = { PORT: "ninety", DATABASE_URL: "mysql://hunter2@db", SECRET_KEY: "hunter3", LOG_LEVEL: "loud" };
  expect(() => readConfig(wrong)).toThrow(ConfigError);
  try {
    readConfig(wrong);
  } catch (error) {
    const message = String(error);
    for (const name of Object.keys(wrong)) expect(message).toContain(name);
    for (const value of ["ninety", "hunter2", "hunter3", "loud"]) expect(message).not.toContain(value);
  }
});

test("a public address loses its last slash, so that links are joined in one way", () => {
  expect(readConfig({ PUBLIC_URL: "https://bot.example.vn/" }).PUBLIC_URL).toBe("https://bot.example.vn");
});

test("a secret key of the wrong length is refused with the command that makes a right one", () => {
  expect(() => readConfig({ SECRET_KEY: Buffer.alloc(16).toString("base64") })).toThrow("openssl rand -base64 32");
});
