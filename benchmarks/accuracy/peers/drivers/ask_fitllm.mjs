// fitllm-engine: a model from a local config, 16-bit weights and cache, a rig of equal GPUs pooled.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const engine = await import(
  pathToFileURL(join(process.argv[2], "node_modules", "fitllm-engine", "engine.js")).href
);

function answer(question) {
  const config = JSON.parse(readFileSync(join(question.folder, "config.json"), "utf8"));
  const bytes = question.parameters * 2;
  const counted = { safetensorsParameters: { BF16: question.parameters }, revision: "0".repeat(40) };
  const model = engine.parseHfConfig(question.model, config, bytes, counted);
  const ranks = question.tensor_parallel * question.pipeline_parallel;
  const gpu = { name: "GPU", vramGB: question.memory_gib, bandwidthGBs: 1000 };
  const device = engine.combineGpus(Array(ranks).fill(gpu), "linux-headless");
  const kvBits = question.kv === "fp8" ? 8 : 16;
  const found = engine.simulate(model, device, question.context, { weightBpw: 16, kvBits });
  return {
    weights_gib: found.param / ranks,
    kv_bytes_per_token: (found.kv * 2 ** 30) / question.context / ranks,
    starts: found.verdict !== "no",
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  let found;
  try {
    found = answer(JSON.parse(line));
  } catch (error) {
    found = { error: String(error.message).slice(0, 300) };
  }
  console.log(JSON.stringify(found));
}
