// three.js' modules, and what they expect of a browser at their first breath.
// Packages are resolved from $CHRONOFORM_PEERS/node_modules, $CLIENTS_DIR/node_modules or the default cache.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const homes = [process.env.CHRONOFORM_PEERS, process.env.CLIENTS_DIR, path.join(os.homedir(), '.cache/chronoform-clients')];
export const home = homes.find((h) => h && fs.existsSync(path.join(h, 'node_modules/three')));
if (!home) { console.error('three is not installed: make peers'); process.exit(3); }
globalThis.self ??= globalThis;
globalThis.ProgressEvent ??= class extends Event {};

export const load = (name) => import(pathToFileURL(path.join(home, 'node_modules', name)).href);
