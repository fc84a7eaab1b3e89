// node validate.mjs FILE.glb    Khronos' validator; prints {"errors", "warnings", "messages"}.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const homes = [process.env.CHRONOFORM_PEERS, process.env.CLIENTS_DIR, path.join(os.homedir(), '.cache/chronoform-clients')];
const home = homes.find((h) => h && fs.existsSync(path.join(h, 'node_modules/gltf-validator')));
if (!home) { console.error('gltf-validator is not installed: make peers'); process.exit(3); }
const validator = createRequire(path.join(home, 'package.json'))('gltf-validator');
const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(process.argv[2])), { maxIssues: 100 });
const { numErrors, numWarnings, messages } = report.issues;
process.stdout.write(JSON.stringify({ errors: numErrors, warnings: numWarnings, messages }) + '\n');
