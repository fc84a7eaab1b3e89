// node vertex_textures.mjs FILE.json TIMES(json)
// Reads a vertex animation as three.js does (GLTFLoader, EXRLoader) and shows it by what the .json says alone.
// Prints one JSON object: {"revision", "objects": [{"name", "frames": [{"time", "positions": base64 float32}]}]}
import fs from 'node:fs';
import path from 'node:path';
import { load } from './three.mjs';

const THREE = await load('three/build/three.module.js');
const { GLTFLoader } = await load('three/examples/jsm/loaders/GLTFLoader.js');
const { EXRLoader } = await load('three/examples/jsm/loaders/EXRLoader.js');
const [file, timesJson] = process.argv.slice(2);
const told = JSON.parse(fs.readFileSync(file));
const bytes = (name) => { const b = fs.readFileSync(path.join(path.dirname(file), name));
  return b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength); };
const loader = new GLTFLoader();
loader.register(() => ({ name: 'no_images', loadTexture: async () => new THREE.Texture() }));   // Node decodes none

async function shown(row) {
  const gltf = await new Promise((done, fail) => loader.parse(bytes(row.mesh), '', done, fail));
  let mesh; gltf.scene.traverse((node) => { if (node.isMesh) mesh ??= node; });
  const uv = mesh.geometry.attributes.uv1, exr = new EXRLoader().setDataType(THREE.FloatType).parse(bytes(row.positions.file));
  const channels = exr.data.length / (exr.width * exr.height);
  const texel = (x, y, c) => exr.data[channels * ((exr.height - 1 - y) * exr.width + x) + c];   // its first row is the lowest
  return { name: row.name, frames: JSON.parse(timesJson).map((time) => {
    const at = time * told.rate, first = Math.min(Math.floor(at), told.frames - 1), last = Math.min(first + 1, told.frames - 1);
    const out = new Float32Array(3 * uv.count);
    for (let i = 0; i < uv.count; i++) for (let c = 0; c < 3; c++) {
      const x = Math.floor(uv.getX(i) * exr.width), y = Math.floor(uv.getY(i) * exr.height);
      const a = texel(x, y + first * row.rows, c), b = texel(x, y + last * row.rows, c);
      out[3 * i + c] = row.positions.offset[c] + row.positions.scale[c] * (a + (b - a) * (at - first));
    }
    return { time, positions: Buffer.from(out.buffer).toString('base64') };
  }) };
}

const objects = [];
for (const row of told.objects) objects.push(await shown(row));
process.stdout.write(JSON.stringify({ revision: THREE.REVISION, objects }) + '\n');
