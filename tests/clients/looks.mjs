// node looks.mjs FILE.glb    What three.js makes of a GLB's materials: prints {"materials": [{"name", "maps":
// {slot: number of the image}, "channels": {slot: number of its UVs}, "shade"}], "variants": {name: [names of the meshes' materials]}}.
import fs from 'node:fs';
import { load } from './three.mjs';

const THREE = await load('three/build/three.module.js');
const { GLTFLoader } = await load('three/examples/jsm/loaders/GLTFLoader.js');
const { MeshoptDecoder } = await load('three/examples/jsm/libs/meshopt_decoder.module.js');
const loader = new GLTFLoader();
loader.setMeshoptDecoder(MeshoptDecoder);
loader.register((parser) => ({ name: 'numbered', loadTexture: async (index) => {      // Node decodes no images
  const texture = new THREE.Texture();
  texture.userData.image = parser.json.textures[index].source;
  return texture;
} }));
const bytes = fs.readFileSync(process.argv[2]);
const gltf = await new Promise((done, fail) =>
  loader.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength), '', done, fail));

const meshes = [];
gltf.scene.traverse((node) => { if (node.isMesh) meshes.push(node); });
const slots = ['map', 'aoMap', 'roughnessMap', 'metalnessMap', 'emissiveMap', 'normalMap'];
const told = (m) => ({ name: m.name, shade: m.aoMapIntensity, channels: Object.fromEntries(
  slots.filter((slot) => m[slot]).map((slot) => [slot, m[slot].channel])), maps: Object.fromEntries(
  slots.filter((slot) => m[slot]).map((slot) => [slot, m[slot].userData.image])) });

// As three.js' own example of KHR_materials_variants does it: the loader leaves the extension in userData.
const KEY = 'KHR_materials_variants', names = gltf.userData.gltfExtensions?.[KEY]?.variants ?? [], variants = {};
for (let k = 0; k < names.length; k++) {
  variants[names[k].name] = await Promise.all(meshes.map(async (mesh) => {
    const found = mesh.userData.gltfExtensions?.[KEY]?.mappings.find((row) => row.variants.includes(k));
    const material = found ? await gltf.parser.getDependency('material', found.material) : mesh.material;
    return told(material);
  }));
}
process.stdout.write(JSON.stringify({ materials: meshes.map((mesh) => told(mesh.material)), variants }) + '\n');
