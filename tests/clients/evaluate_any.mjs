// node evaluate_any.mjs FILE.glb ANIMATION(number or -1) TIMES(json)
// Every vertex of anyone's GLB as three.js shows it, by its place in the file. Prints one JSON object:
// {"revision", "meshes": [{"node", "primitive", "frames": [base64 float32 per time], "uvs": [base64 float32 of each set]}]}
import fs from 'node:fs';
import { dracoLoader } from './draco.mjs';
import { load } from './three.mjs';

const THREE = await load('three/build/three.module.js');
const { GLTFLoader } = await load('three/examples/jsm/loaders/GLTFLoader.js');
const [file, animation, timesJson] = process.argv.slice(2);
const { MeshoptDecoder } = await load('three/examples/jsm/libs/meshopt_decoder.module.js');
const loader = new GLTFLoader();
loader.setDRACOLoader(await dracoLoader(THREE));
loader.setMeshoptDecoder(MeshoptDecoder);
loader.register(() => ({ name: 'no_images', loadTexture: async () => new THREE.Texture() }));   // Node decodes none
const bytes = fs.readFileSync(file);
const gltf = await new Promise((done, fail) =>
  loader.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), '', done, fail));

const meshes = [];
gltf.scene.traverse((node) => {
  if (!node.isMesh) return;
  const own = gltf.parser.associations.get(node) ?? {}, above = gltf.parser.associations.get(node.parent) ?? {};
  for (let instance = 0; instance < (node.isInstancedMesh ? node.count : 1); instance++)
    meshes.push({ mesh: node, node: own.nodes ?? above.nodes, primitive: own.primitives ?? 0, instance });
});
const mixer = new THREE.AnimationMixer(gltf.scene);
const clip = gltf.animations[Number(animation)];
const action = clip && mixer.clipAction(clip);
if (action) { action.setLoop(THREE.LoopOnce); action.clampWhenFinished = true; }

const result = meshes.map(({ mesh, node, primitive }) => ({ node, primitive, frames: [], uvs: ['uv', 'uv1'].flatMap((name) => {
  const uvs = mesh.geometry.attributes[name];
  return uvs ? [packed(Array.from({ length: uvs.count }, (_, i) => [uvs.getX(i), uvs.getY(i)]).flat())] : [];
}) }));
function packed(numbers) { return Buffer.from(Float32Array.from(numbers).buffer).toString('base64'); }
for (const time of JSON.parse(timesJson)) {
  if (action) { mixer.setTime(0); action.reset().play(); mixer.setTime(Math.min(time, clip.duration)); }
  gltf.scene.updateMatrixWorld(true);
  meshes.forEach(({ mesh, instance }, k) => {
    const place = mesh.matrixWorld.clone();
    if (mesh.isInstancedMesh) { const own = new THREE.Matrix4(); mesh.getMatrixAt(instance, own); place.multiply(own); }
    const count = mesh.geometry.attributes.position.count, out = new Float32Array(3 * count), vertex = new THREE.Vector3();
    if (mesh.isSkinnedMesh) mesh.skeleton.update();
    for (let i = 0; i < count; i++) mesh.getVertexPosition(i, vertex).applyMatrix4(place).toArray(out, 3 * i);
    result[k].frames.push(Buffer.from(out.buffer).toString('base64'));
  });
}
process.stdout.write(JSON.stringify({ revision: THREE.REVISION, meshes: result }) + '\n');
