// Builds a folder of manifests as Kustomize does, as far as these use it, checks each object by the schema of its kind, and
// writes two files to the working directory: objects.json, and objects.ts, in which a field that a kind has not is an error.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const [folder, modules] = process.argv.slice(2);
const require = createRequire(path.join(modules, "x.js"));
const yaml = require("js-yaml");

const read = (file) => yaml.loadAll(fs.readFileSync(file, "utf8")).filter((o) => o);
const known = new Set(["apiVersion", "kind", "namespace", "resources", "patches", "images"]);

function build(folder) {
  const [made] = read(path.join(folder, "kustomization.yaml"));
  for (const key of Object.keys(made)) if (!known.has(key)) throw new Error(`${folder}: ${key} is not built here`);
  const objects = made.resources.flatMap((r) => {
    const file = path.join(folder, r);
    return fs.statSync(file).isDirectory() ? build(file) : read(file);
  });
  for (const patch of made.patches ?? []) {
    const targets = objects.filter((o) => o.kind === patch.target.kind && o.metadata.name === patch.target.name);
    if (targets.length !== 1) throw new Error(`${folder}: a patch has ${targets.length} targets`);
    if (patch.path) merge(targets[0], read(path.join(folder, patch.path))[0]);
    else for (const step of yaml.load(patch.patch)) apply(targets[0], step);
  }
  for (const object of objects) {
    if (made.namespace && object.kind !== "Namespace") object.metadata.namespace = made.namespace;
    for (const container of containers(object))
      for (const image of made.images ?? [])
        if (container.image === image.name) container.image = `${image.newName}:${image.newTag}`;
  }
  return objects;
}

const containers = (o) => [...(o.spec?.template?.spec?.containers ?? []), ...(o.spec?.template?.spec?.initContainers ?? [])];

// Strategic merge: lists of objects with a name, or a path to mount at, go by that.
function merge(to, from) {
  for (const [key, value] of Object.entries(from)) {
    if (Array.isArray(value) && Array.isArray(to[key])) {
      const by = value.every((v) => v?.mountPath) ? "mountPath" : value.every((v) => v?.name) ? "name" : undefined;
      if (!by) to[key] = value;
      else {
        const added = value.filter((item) => !to[key].some((v) => v[by] === item[by]));
        for (const own of to[key]) merge(own, value.find((item) => item[by] === own[by]) ?? {});
        to[key] = [...added, ...to[key]];
      }
    } else if (value && typeof value === "object" && to[key]) merge(to[key], value);
    else to[key] = value;
  }
}

function apply(object, step) {
  const parts = step.path.split("/").slice(1);
  const last = parts.pop();
  const at = parts.reduce((o, p) => o[p], object);
  if (step.op !== "add" || last !== "-" || !Array.isArray(at)) throw new Error(`a step that is not built here: ${JSON.stringify(step)}`);
  at.push(step.value);
}

const objects = build(folder);
const lines = [];
for (const [i, object] of objects.entries()) {
  const module = `kubernetes-models/${object.apiVersion}`;
  const { [object.kind]: Kind } = require(module);
  if (!Kind) throw new Error(`${object.apiVersion} has no kind ${object.kind}`);
  new Kind(object).validate();
  lines.push(`import type { I${object.kind} as T${i} } from "${module}/${object.kind}";`, `export const o${i}: T${i} = ${JSON.stringify(object, null, 1)};`);
}
fs.writeFileSync("objects.json", JSON.stringify(objects));
fs.writeFileSync("objects.ts", lines.join("\n"));
console.log(`${objects.length} objects`);
