// Exports a presenter's MakeHuman bust (neutral + morph deltas per part) as raw float32 for Blender. Usage: node export.mjs ada geo_ada

import fs from 'node:fs';
import { fitted, loadBase, loadProxy, R, target } from './mh.mjs';

const [name, out] = process.argv.slice(2);
fs.mkdirSync(out, { recursive: true });
const cfg = Object.assign(
  {
    gender: 'female',
    hair: [],
    cloth: 'female_elegantsuit01',
    brow: 'eyebrow001',
    lash: 'eyelashes02/eyelashes02',
    cut: 2.3,
    armsDown: 30,
    shape: {},
    skin: 'young_caucasian_female/textures/young_lightskinned_female_diffuse.png',
  },
  JSON.parse(fs.readFileSync(new URL('presenters.json', import.meta.url)))[name].geometry,
);
const b = loadBase(),
  V = Float64Array.from(b.V),
  g = cfg.gender;
const SH = Object.assign(
  {
    [`macrodetails/caucasian-${g}-young`]: 0.7,
    [`macrodetails/asian-${g}-young`]: 0.2,
    [`macrodetails/african-${g}-young`]: 0.1,
    [`macrodetails/universal-${g}-young-averagemuscle-averageweight`]: 1,
    [`macrodetails/proportions/${g}-young-averagemuscle-averageweight-idealproportions`]: 0.9,
  },
  cfg.shape,
);
for (const [k, w] of Object.entries(SH)) {
  if (!w) continue;
  const t = target(k);
  for (let i = 0; i < t.length; i++) V[i] += w * t[i];
}
const U = 'expression/units/caucasian/';
// MakeHuman's smile pulls the corners of the mouth apart. A closed-mouthed smile lifts them: shares of x and y.
const SMILE = [0.4, 1.45];
const M = {
  jawOpen: 'mouth-open',
  lipsPart: 'mouth-parling',
  partLater: 'mouth-part-later',
  protrude: 'mouth-protusion',
  purse: 'mouth-pursing',
  stretch: 'mouth-retraction',
  compress: 'mouth-compression',
  smile: 'mouth-corner-puller',
  mouthUp: 'mouth-elevation',
  upperUp: 'mouth-upward-retraction',
  blinkL: 'eye-left-closure',
  blinkR: 'eye-right-closure',
  wideL: 'eye-left-opened-up',
  wideR: 'eye-right-opened-up',
  squintL: 'eye-left-slit',
  squintR: 'eye-right-slit',
  browInL: 'eyebrows-left-inner-up',
  browInR: 'eyebrows-right-inner-up',
  browUpL: 'eyebrows-left-up',
  browUpR: 'eyebrows-right-up',
  browDownL: 'eyebrows-left-down',
  browDownR: 'eyebrows-right-down',
};
const MN = Object.keys(M),
  MD = MN.map((n) => {
    const t = target(U + M[n]);
    if (n === 'smile') for (let i = 0; i < t.length; i += 3) [t[i], t[i + 1]] = [t[i] * SMILE[0], t[i + 1] * SMILE[1]];
    return t;
  });
const cen = (n) => {
  const l = b.j.metadata.joint_pos_idxs[n],
    c = [0, 0, 0];
  for (const i of l) for (let k = 0; k < 3; k++) c[k] += V[i * 3 + k] / l.length;
  return c;
};
// MakeHuman's arms are spread. Lower them with the skeleton's own weights.
for (const side of ['L', 'R']) {
  const [x, y] = cen(`upperarm01.${side}____head`);
  const angle = ((side === 'L' ? -1 : 1) * cfg.armsDown * Math.PI) / 180;
  const arm = new Set(
    b.j.bones.flatMap((bone, i) =>
      new RegExp(`^(upperarm|lowerarm|wrist|finger|metacarpal).*[.]${side}`).test(bone.name) ? [i] : [],
    ),
  );
  for (let v = 0; v < V.length / 3; v++) {
    let weight = 0;
    for (let k = 0; k < 4; k++) if (arm.has(b.j.skinIndices[v * 4 + k])) weight += b.j.skinWeights[v * 4 + k];
    if (!weight) continue;
    const turn = angle * Math.min(1, weight);
    const [dx, dy] = [V[v * 3] - x, V[v * 3 + 1] - y];
    V[v * 3] = x + dx * Math.cos(turn) - dy * Math.sin(turn);
    V[v * 3 + 1] = y + dx * Math.sin(turn) + dy * Math.cos(turn);
  }
}
{
  const l = cen('eye.L____head'),
    r = cen('eye.R____head'),
    want = [0, 6.74855, 1.10835];
  for (let i = 0; i < V.length; i++) V[i] += want[i % 3] - (l[i % 3] + r[i % 3]) / 2;
} // every presenter's eyes at one place: camera, lights, hairline fit all
const head = {
  morphs: MN,
  parts: [],
  eyeL: cen('eye.L____head'),
  eyeR: cen('eye.R____head'),
  headJ: cen('head____head'),
  neckJ: cen('neck01____head'),
};
const w = (f, a) => fs.writeFileSync(`${out}/${f}`, Buffer.from(a.buffer, a.byteOffset, a.byteLength));
const bl = (a) => {
  const o = new Float32Array(a.length);
  for (let i = 0; i < a.length; i += 3) {
    o[i] = a[i] * 0.1;
    o[i + 1] = -a[i + 2] * 0.1;
    o[i + 2] = a[i + 1] * 0.1;
  }
  return o;
}; // dm, y up -> m, z up
/**
 * Narrows the shoulders more the further out a point is, and lowers them by `drop`, because MakeHuman's clothes puff
 * them up. `corner`: where and how much to raise the outer end again, like the padding of a jacket. The neck and
 * everything above stay unchanged.
 */
function shouldered(P) {
  const { from, width, drop, corner = [0, 0] } = cfg.shoulders ?? {};
  for (let i = 0; from && i < P.length; i += 3) {
    const out = Math.abs(P[i]) - from;
    const low = Math.min(1, Math.max(0, (6 - P[i + 1]) / 0.4));
    if (out <= 0 || low === 0) continue;
    P[i] += Math.sign(P[i]) * low * (width * (1 - Math.exp(-out / width)) - out);
    P[i + 1] -= low * drop * (1 - Math.exp(-((out / width) ** 2) * 4));
    P[i + 1] += low * corner[1] * Math.exp(-(((out - corner[0]) / 0.45) ** 2));
  }
  return P;
}
/** Closes a blouse further up: its two edges, `gaps` from the middle at each height, overlap below `to`. */
function buttoned(P) {
  const { from, to, gaps } = cfg.buttoned ?? {};
  for (let i = 0; from && i < P.length; i += 3) {
    const [x, y, z] = [P[i], P[i + 1], P[i + 2]];
    const k = gaps.findIndex(([height]) => height <= y);
    const closed = Math.min(1, Math.max(0, (from - y) / (from - to))) * Math.max(0, 1 - Math.abs(x));
    if (k < 1 || z < 0.5 || !closed) continue;
    const part = (y - gaps[k][0]) / (gaps[k - 1][0] - gaps[k][0]);
    const gap = gaps[k][1] + part * (gaps[k - 1][1] - gaps[k][1]);
    P[i] -= Math.sign(x) * closed * (gap + 0.03 * Math.min(1, gap * 10));
    if (x < 0) P[i + 2] += closed * Math.min(0.08, gap);
  }
  return P;
}
function put(name, faces, uv, P, D) {
  const key = new Map(),
    vi = [];
  for (const f of faces)
    for (const v of f.v)
      if (!key.has(v)) {
        key.set(v, vi.length);
        vi.push(v);
      }
  const pick = (a) => {
    const o = new Float64Array(vi.length * 3);
    vi.forEach((v, i) => {
      for (let c = 0; c < 3; c++) o[i * 3 + c] = a[v * 3 + c];
    });
    return o;
  };
  const fl = [],
    li = [],
    lu = [];
  for (const f of faces) {
    const n = f.v.length;
    fl.push(n);
    for (let k = 0; k < n; k++) {
      li.push(key.get(f.v[k]));
      lu.push(uv[f.u[k] * 2], uv[f.u[k] * 2 + 1]);
    }
  }
  w(`${name}.pos`, bl(shouldered(name === 'cloth' ? buttoned(pick(P)) : pick(P))));
  w(`${name}.len`, Int32Array.from(fl));
  w(`${name}.idx`, Int32Array.from(li));
  w(`${name}.uv`, Float32Array.from(lu));
  w(`${name}.src`, Int32Array.from(vi));
  const ms = [];
  D.forEach((d, i) => {
    const q = bl(pick(d));
    if (q.some((x) => Math.abs(x) > 1e-5)) {
      w(`${name}.${MN[i]}`, q);
      ms.push(MN[i]);
    }
  });
  head.parts.push({ name, verts: vi.length, faces: fl.length, morphs: ms });
  console.log(name, vi.length, fl.length, ms.length);
}
const cloth = loadProxy(`clothes/${cfg.cloth}/${cfg.cloth}`),
  X = 4.2,
  bodyIdx = new Set(b.names.map((n, i) => (n === 'body' ? i : -1)).filter((i) => i >= 0));
const isDel = (v) => cloth.del[v] === 1 || cloth.del[v] === true;
put(
  'skin',
  b.faces.filter(
    (f) => bodyIdx.has(f.m) && f.v.every((v) => V[v * 3 + 1] > cfg.cut && Math.abs(V[v * 3]) < X) && !f.v.every(isDel),
  ),
  b.uv,
  V,
  MD,
);
const prox = (name, path, o = {}) => {
  const p = loadProxy(path),
    P = fitted(p, V),
    D = o.rigid ? [] : MD.map((m) => fitted(p, m, true));
  if (o.fix) o.fix(P, D);
  for (const [n, keep] of o.split?.(D) ?? [[name, () => true]])
    put(
      n,
      p.faces.filter((f) => f.v.every((v) => P[v * 3 + 1] > cfg.cut && Math.abs(P[v * 3]) < X + 0.4) && keep(f)),
      p.uv,
      P,
      D,
    );
  return P;
};
const ji = MN.indexOf('jawOpen');
prox('teeth', 'teeth/Teeth_Base/Teeth_Base', {
  split: (D) => [
    ['teethUpper', (f) => D[ji][f.v[0] * 3 + 1] > -0.05],
    ['teethLower', (f) => D[ji][f.v[0] * 3 + 1] <= -0.05],
  ],
  fix(P, D) {
    for (let i = 0; i < P.length; i += 3)
      if (D[ji][i + 1] < -0.05) {
        P[i + 1] -= 0.125;
        P[i + 2] -= 0.03;
        D[ji][i + 1] -= 0.1;
        D[ji][i + 2] -= 0.01;
      } else {
        P[i + 1] -= 0.05;
        P[i + 2] += 0.012;
      }
  },
});
prox('tongue', 'tongue/tongue01/tongue01', {
  fix(P, D) {
    for (let i = 0; i < P.length; i += 3) {
      P[i + 1] -= 0.075;
      P[i + 2] -= 0.05;
      D[ji][i + 1] -= 0.1;
    }
  },
});
prox('brows', `eyebrows/${cfg.brow}/${cfg.brow}`);
prox('lashes', `eyelashes/${cfg.lash}`);
prox('cloth', `clothes/${cfg.cloth}/${cfg.cloth}`, { rigid: true });
for (const h of cfg.hair) prox(`hair_${h}`, `hair/${h}/${h}`, { rigid: true });
const eyeP = fitted(loadProxy('eyes/HighPolyEyes/HighPolyEyes'), V),
  rs = [];
for (let i = 0; i < eyeP.length; i += 3)
  if (eyeP[i] > 0) rs.push(Math.hypot(eyeP[i] - head.eyeL[0], eyeP[i + 1] - head.eyeL[1], eyeP[i + 2] - head.eyeL[2]));
rs.sort((a, c) => a - c);
head.eyeRad = rs[Math.floor(rs.length * 0.45)];
prox('eyes', 'eyes/HighPolyEyes/HighPolyEyes', { rigid: true });
// masks per vertex (float): lips, cheeks, scalp comes from Blender side
const vm = (ns) => {
  const m = new Float32Array(V.length / 3);
  for (const n of ns) {
    const t = target(n);
    let mx = 0;
    for (let i = 0; i < m.length; i++) mx = Math.max(mx, Math.hypot(t[i * 3], t[i * 3 + 1], t[i * 3 + 2]));
    for (let i = 0; i < m.length; i++) m[i] = Math.max(m[i], Math.hypot(t[i * 3], t[i * 3 + 1], t[i * 3 + 2]) / mx);
  }
  return m;
};
w('mask.lips', vm(['mouth/mouth-upperlip-volume-inflate', 'mouth/mouth-lowerlip-volume-inflate']));
w('mask.cheek', vm(['cheek/l-cheek-bones-out', 'cheek/r-cheek-bones-out']));
const D = `${R}public/data/`;
fs.copyFileSync(`${D}skins/${cfg.skin}`, `${out}/skin.png`);
const cp = (a, n) => fs.copyFileSync(`${D}proxies/${a}`, `${out}/${n}`);
cp(`eyebrows/${cfg.brow}/textures/${cfg.brow}.png`, 'brows.png');
cp('teeth/Teeth_Base/textures/teeth.png', 'teeth.png');
cp('eyes/HighPolyEyes/textures/brown_eye.png', 'eyes.png');
cp(`clothes/${cfg.cloth}/textures/${cfg.cloth}_diffuse.png`, 'cloth.png');
if (fs.existsSync(`${D}proxies/clothes/${cfg.cloth}/textures/${cfg.cloth}_normal.png`))
  cp(`clothes/${cfg.cloth}/textures/${cfg.cloth}_normal.png`, 'cloth_n.png');
for (const h of cfg.hair) {
  const d = `hair/${h}/textures/`;
  cp(d + fs.readdirSync(`${D}proxies/${d}`).find((f) => /diffuse/.test(f)), `hair_${h}.png`);
}
fs.writeFileSync(`${out}/head.json`, JSON.stringify(head));
console.log(head);
