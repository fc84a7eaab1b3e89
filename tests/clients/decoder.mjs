// node --import ./decoder.mjs ...    Babylon.js fetches its meshopt decoder as a script from its CDN, which Node cannot do:
// this gives it three.js' copy of the same decoder in that moment, without workers. Nothing else is changed.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const homes = [process.env.CHRONOFORM_PEERS, process.env.CLIENTS_DIR, path.join(os.homedir(), '.cache/chronoform-clients')];
const home = homes.find((h) => h && fs.existsSync(path.join(h, 'node_modules/three')));
if (home) {
  const from = pathToFileURL(path.join(home, 'node_modules/three/examples/jsm/libs/meshopt_decoder.module.js')).href;
  const { MeshoptDecoder } = await import(from);
  globalThis.importScripts ??= () => { globalThis.MeshoptDecoder = { ...MeshoptDecoder, useWorkers: () => {} }; };
}
