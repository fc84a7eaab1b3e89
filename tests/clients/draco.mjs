// In the place of three.js' DRACOLoader, which wants workers and a server: its decoder (Google's), for GLTFLoader in Node.
import { createRequire } from 'node:module';
import path from 'node:path';
import { home } from './three.mjs';

const require = createRequire(path.join(home, 'node_modules/three/examples/jsm/libs/draco/gltf/'));
const KINDS = { Int8Array: 'DT_INT8', Int16Array: 'DT_INT16', Uint8Array: 'DT_UINT8', Uint16Array: 'DT_UINT16',
                Uint32Array: 'DT_UINT32', Float32Array: 'DT_FLOAT32' };

export async function dracoLoader(THREE) {
  const text = (await import('node:fs')).readFileSync(require.resolve('./draco_decoder.js'), 'utf8');
  const made = { exports: {} };
  new Function('module', 'exports', 'require', '__dirname', '__filename', text)(made, made.exports, require, '.', '');
  const draco = await new Promise((done) => made.exports({ onModuleLoaded: (module) => done({ module }) }));
  return { preload() {}, decodeDracoFile: async (buffer, done, ids, types) => done(decoded(draco.module, buffer, ids, types)) };

  function decoded(module, buffer, ids, types) {
    const decoder = new module.Decoder(), mesh = new module.Mesh(), bytes = new Int8Array(buffer);
    const status = decoder.DecodeArrayToMesh(bytes, bytes.byteLength, mesh);
    if (!status.ok()) throw new Error(status.error_msg());
    const geometry = new THREE.BufferGeometry();
    const index = read(Uint32Array, 3 * mesh.num_faces(), (size, at) => decoder.GetTrianglesUInt32Array(mesh, size, at));
    geometry.setIndex(new THREE.BufferAttribute(index, 1));
    for (const name in ids) {
      const attribute = decoder.GetAttributeByUniqueId(mesh, ids[name]), wide = attribute.num_components();
      const array = read(globalThis[types[name]], wide * mesh.num_points(), (size, at) =>
        decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, module[KINDS[types[name]]], size, at));
      geometry.setAttribute(name, new THREE.BufferAttribute(array, wide));
    }
    return geometry;

    function read(Kind, count, fill) {
      const size = count * Kind.BYTES_PER_ELEMENT, at = module._malloc(size);
      fill(size, at);
      const array = new Kind(module.HEAPF32.buffer, at, count).slice();
      module._free(at);
      return array;
    }
  }
}
