// Makes src/OrleansEntry.Core/OfficialAddresses/confusables.txt.br from Unicode's file, which README.md says where to get:
//   node build.mjs confusables.txt      (node build.mjs --check confusables.txt compares instead of writing)
// The file is packed as it is, byte for byte: nothing is left out, added or rewritten.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

const pinned = "2b10130885c3370b101c52d7baedc452ab7f0e257b86c1e52ee657ecfc29ce64";
const target = new URL("../../src/OrleansEntry.Core/OfficialAddresses/confusables.txt.br", import.meta.url);
const source = process.argv.at(-1);

const text = readFileSync(source);
if (createHash("sha256").update(text).digest("hex") !== pinned) throw new Error(`${source} is not the pinned file; look before trusting it.`);

if (process.argv.includes("--check")) {
  if (!brotliDecompressSync(readFileSync(target)).equals(text)) throw new Error(`${target} is out of date: node build.mjs ${source}`);
} else {
  writeFileSync(target, brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 20, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  }));
}
