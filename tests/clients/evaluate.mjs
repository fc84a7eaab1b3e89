// node evaluate.mjs FILE.glb TIMES(json)
// Evaluates every vertex of a GLB as three.js shows it (GLTFLoader, AnimationMixer): world positions with node
// transforms, morph targets and skin, and the linear vertex colour with its morph targets. Prints one JSON object:
// {"revision", "meshes": [{"name", "frames": [{"time", "positions": base64 float32, "colours": base64 float32 | null}]}], "hidden": names}
import fs from 'node:fs';
import { load } from './three.mjs';

const THREE = await load('three/build/three.module.js');
const { GLTFLoader } = await load('three/examples/jsm/loaders/GLTFLoader.js');
const { MeshoptDecoder } = await load('three/examples/jsm/libs/meshopt_decoder.module.js');
const [file, timesJson] = process.argv.slice(2);
const loader = new GLTFLoader();
loader.setMeshoptDecoder(MeshoptDecoder);
loader.register(() => ({ name: 'no_images', loadTexture: async () => new THREE.Texture() }));   // Node decodes none
const bytes = fs.readFileSync(file);
const gltf = await new Promise((done, fail) =>
  loader.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), '', done, fail));

const meshes = [], hidden = [];          // of hidden ones the material discards every pixel (alphatest_fragment.glsl)
gltf.scene.traverse((node) => {
  if (node.isMesh) (node.material.opacity < node.material.alphaTest ? hidden : meshes).push(node);
});
const mixer = new THREE.AnimationMixer(gltf.scene);
const clip = gltf.animations[0];
if (clip) { const action = mixer.clipAction(clip); action.setLoop(THREE.LoopOnce); action.clampWhenFinished = true; action.play(); }

function positions(mesh) {
  const count = mesh.geometry.attributes.position.count, out = new Float32Array(3 * count), vertex = new THREE.Vector3();
  if (mesh.isSkinnedMesh) mesh.skeleton.update();
  for (let i = 0; i < count; i++) mesh.getVertexPosition(i, vertex).applyMatrix4(mesh.matrixWorld).toArray(out, 3 * i);
  return out;
}

// As the shader does (morphcolor_vertex.glsl): base + sum of influence x target, targets being relative.
function colours(mesh) {
  const base = mesh.geometry.attributes.color;
  if (!base) return null;
  if (!mesh.material.vertexColors) throw new Error('three.js ignores the vertex colours');
  const targets = mesh.geometry.morphAttributes.color || [], out = new Float32Array(3 * base.count);
  for (let i = 0; i < base.count; i++) for (let c = 0; c < 3; c++) {
    let value = base.getComponent(i, c);
    targets.forEach((target, k) => { value += mesh.morphTargetInfluences[k] * target.getComponent(i, c); });
    out[3 * i + c] = value;
  }
  return out;
}

const text = (array) => array && Buffer.from(array.buffer).toString('base64');
const result = meshes.map((mesh) => ({ name: mesh.name, frames: [] }));
for (const time of JSON.parse(timesJson)) {
  if (clip) { mixer.setTime(0); mixer.existingAction(clip).reset().play(); mixer.setTime(Math.min(time, clip.duration)); }
  gltf.scene.updateMatrixWorld(true);
  meshes.forEach((mesh, k) => result[k].frames.push({ time, positions: text(positions(mesh)), colours: text(colours(mesh)) }));
}
process.stdout.write(JSON.stringify({ revision: THREE.REVISION, meshes: result, hidden: hidden.map((mesh) => mesh.name) }) + '\n');
