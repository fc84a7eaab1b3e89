// node babylon.mjs FILE.glb TIMES(json)
// Evaluates every vertex of a GLB as Babylon.js has it (NullEngine, its own glTF loader and animation groups): world
// positions with node transforms, morph targets and skin. Prints one JSON object like evaluate.mjs, without colours.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import './decoder.mjs';

const homes = [process.env.CHRONOFORM_PEERS, process.env.CLIENTS_DIR, path.join(os.homedir(), '.cache/chronoform-clients')];
const home = homes.find((h) => h && fs.existsSync(path.join(h, 'node_modules/babylonjs-loaders')));
if (!home) { console.error('babylonjs is not installed: make peers'); process.exit(3); }
console.log = console.info = console.warn = () => {};              // standard output is for the result alone
const load = createRequire(path.join(home, 'package.json'));
const BABYLON = load('babylonjs'), loaders = load('babylonjs-loaders');
globalThis.BABYLON = BABYLON;
BABYLON.RegisterSceneLoaderPlugin(new loaders.GLTFFileLoader());
BABYLON.Logger.LogLevels = 0;

const [file, timesJson] = process.argv.slice(2), rate = 60;
const scene = new BABYLON.Scene(new BABYLON.NullEngine());
scene.useRightHandedSystem = true;
new BABYLON.FreeCamera('eye', BABYLON.Vector3.Zero(), scene);
BABYLON.SceneLoader.OnPluginActivatedObservable.add((plugin) => {
  plugin.skipMaterials = true;                                     // Node decodes no images
  plugin.animationStartMode = 0;
});
const options = { pluginExtension: '.glb', name: path.basename(file) };
const asset = await BABYLON.LoadAssetContainerAsync(new Uint8Array(fs.readFileSync(file)), scene, options);
asset.addAllToScene();
const meshes = asset.meshes.filter((mesh) => mesh.getTotalVertices() > 0), group = asset.animationGroups[0];
if (group) { group.start(false); group.pause(); }

function positions(mesh) {
  const out = new Float32Array(3 * mesh.getTotalVertices()), vertex = new BABYLON.Vector3();
  const here = mesh.getPositionData(Boolean(mesh.skeleton), Boolean(mesh.morphTargetManager));
  const world = mesh.computeWorldMatrix(true);
  for (let i = 0; i < out.length; i += 3) {
    BABYLON.Vector3.TransformCoordinatesFromFloatsToRef(here[i], here[i + 1], here[i + 2], world, vertex);
    out.set([vertex.x, vertex.y, vertex.z], i);
  }
  return out;
}

const result = meshes.map((mesh) => ({ name: mesh.name, frames: [] }));
for (const time of JSON.parse(timesJson)) {
  if (group) group.goToFrame(Math.min(time * rate, group.to));
  scene.render();
  asset.transformNodes.forEach((node) => node.computeWorldMatrix(true));
  asset.skeletons.forEach((skeleton) => skeleton.prepare(true));
  meshes.forEach((mesh, k) => result[k].frames.push({ time, positions: Buffer.from(positions(mesh).buffer).toString('base64'), colours: null }));
}
process.stdout.write(JSON.stringify({ revision: BABYLON.Engine.Version, meshes: result }) + '\n', () => process.exit(0));
