// Makes src/OrleansEntry.Core/Passcodes/common-passcodes.txt.br from the pinned package:
//   npm ci && npm run build      (npm run check compares instead of writing)
// Every published value, sorted by code unit, one a line, Brotli. Nothing is left out and nothing is added: repeats, sequences and
// keyboard walks follow from this list by rule (Blocklist.cs, Walks.cs).
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../src/OrleansEntry.Core/Passcodes/common-passcodes.txt.br");
const source = join(dirname(createRequire(import.meta.url).resolve("@zxcvbn-ts/language-common")), "../src/passwords.json");

const values = [...new Set(JSON.parse(readFileSync(source, "utf8")))].sort();
if (values.length < 40_000 || values.some((v) => !/^[\x20-\x7e]+$/.test(v) || v !== v.toLowerCase())) {
  throw new Error("The package no longer holds a plain lower-case ASCII list; look before trusting it.");
}

const text = values.join("\n");
if (process.argv.includes("--check")) {
  if (brotliDecompressSync(readFileSync(target)).toString("utf8") !== text) throw new Error(`${target} is out of date: npm run build`);
} else {
  writeFileSync(target, brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 20, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  }));
}
console.log(`${values.length} values, ${values.filter((v) => v.length >= 8).length} of at least 8 characters`);
