// node sights.mjs FILE.glb TIME...    What three.js makes of a GLB's cameras and lights: prints {"cameras": [{"name",
// "fov", "near", "far", "at": [matrix of each time]}], "lights": [{"name", "type", "intensity", "colour", "angle", "at"}]},
// with the file's first animation playing.
import fs from 'node:fs';
import { load } from './three.mjs';

const THREE = await load('three/build/three.module.js');
const { GLTFLoader } = await load('three/examples/jsm/loaders/GLTFLoader.js');
const { MeshoptDecoder } = await load('three/examples/jsm/libs/meshopt_decoder.module.js');
const loader = new GLTFLoader();
loader.setMeshoptDecoder(MeshoptDecoder);
loader.register(() => ({ name: 'blank', loadTexture: async () => new THREE.Texture() }));      // Node decodes no images
const bytes = fs.readFileSync(process.argv[2]);
const gltf = await new Promise((done, fail) =>
  loader.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), '', done, fail));
const lights = [];
gltf.scene.traverse((node) => { if (node.isLight) lights.push(node); });
const seen = [...gltf.cameras, ...lights], at = new Map(seen.map((node) => [node, []]));
const mixer = new THREE.AnimationMixer(gltf.scene);
if (gltf.animations.length) mixer.clipAction(gltf.animations[0]).setLoop(THREE.LoopOnce).play().clampWhenFinished = true;
for (const time of process.argv.slice(3)) {
  mixer.setTime(Number(time));
  gltf.scene.updateMatrixWorld(true);
  for (const node of seen) at.get(node).push(node.matrixWorld.toArray());
}
process.stdout.write(JSON.stringify({
  cameras: gltf.cameras.map((c) => ({ name: c.name, fov: c.fov, near: c.near, far: c.far, at: at.get(c) })),
  lights: lights.map((l) => ({ name: l.name, type: l.type, intensity: l.intensity, colour: l.color.toArray(),
    angle: l.angle ?? null, at: at.get(l), target: l.target ? l.target.position.toArray() : null })) }) + '\n');
