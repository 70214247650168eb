# Strand hair: grows guide hairs from the scalp with gravity and collision, interpolates children with clumps, waves and
# frizz, and passes them as edges to "Mesh to Curve" geometry nodes on a hair-curves object, so that Cycles draws real
# hair ribbons.
from mathutils.bvhtree import BVHTree
from mathutils.kdtree import KDTree
rng = np.random.default_rng(A['seed'] + 10); ST = dict(style='long', len=.40, part=.018, wave=.006, waveLen=.085, clumps=420, clump=.55, frizz=.0016, rad=.000095, lift=.10, grav=.10, guides=1500, fly=.04, hairline=.010, layer=.012, back=.34)
ST.update(A.get('st', {})); step = ST.get('step', .011)
sz = f32('skin.pos').reshape(-1, 3).astype(np.float64); ln_, ix_ = i32('skin.len'), i32('skin.idx'); off = np.concatenate([[0], np.cumsum(ln_)]); polys = [ix_[off[i]:off[i + 1]] for i in range(len(ln_))]
cz = f32('cloth.pos').reshape(-1, 3).astype(np.float64); cl, ci = i32('cloth.len'), i32('cloth.idx'); co_ = np.concatenate([[0], np.cumsum(cl)]); cpol = [ci[co_[i]:co_[i + 1]] + len(sz) for i in range(len(cl))]
bvh = BVHTree.FromPolygons([Vector(v) for v in np.concatenate([sz, cz])], [list(map(int, p)) for p in polys + cpol])
ez = e[1] * .1
HL = ST.get('line', [(0, .750), (22, .7485), (40, .742), (55, .728), (66, .708), (76, .676), (84, .672), (92, .700), (108, .699), (122, .668), (140, .625), (180, .615)])   # hairline: azimuth -> height
def uneven(p): return sum(a * np.sin(p[:, 0] * f + q) * np.sin(p[:, 1] * f * .8 + q * 2) for a, f, q in ((.0030, 190, .4), (.0022, 430, 1.7), (.0016, 900, 3.1)))
def above_line(p):   # metres above the hairline, which is no curve
    az = np.degrees(np.arctan2(np.abs(p[:, 0]), -(p[:, 1] + .045))); zh = np.interp(az, *np.array(HL).T) + uneven(p) - (ST['hairline'] - .01) + ST.get('lower', 0) * np.clip((80 - az) / 20, 0, 1)
    return p[:, 2] - zh
def density(p): return np.clip(above_line(p) / ST.get('thin', .016) + .12, 0, 1) ** 1.3 * (np.abs(p[:, 0]) < .078)
msk = density(sz)
skin.data.attributes['scalp'].data.foreach_set('value', np.clip(msk * 1.1 - .15, 0, 1).astype(np.float32))
tri = np.array([t for p in polys for t in ([(p[0], p[1], p[2]), (p[0], p[2], p[3])] if len(p) == 4 else [tuple(p)])]); tri = tri[(sz[tri][:, :, 2].max(1) > ez - .09)]
ar = np.linalg.norm(np.cross(sz[tri[:, 1]] - sz[tri[:, 0]], sz[tri[:, 2]] - sz[tri[:, 0]]), axis=1)
def roots(n, lo=.30):
    t = rng.choice(len(tri), int(n * 5), p=ar / ar.sum()); u = rng.random((len(t), 2)); f = u.sum(1) > 1; u[f] = 1 - u[f]; w = np.stack([1 - u.sum(1), u[:, 0], u[:, 1]], 1)
    q = (w[..., None] * sz[tri[t]]).sum(1); return q[rng.random(len(q)) < np.clip((density(q) - lo) / .7 + .12 * (density(q) > .02), 0, 1)][:n]
C = np.array([0, -.045, .70]); ztop = sz[:, 2].max(); part = ST['part']; crown = np.array([part * .5, C[1] + .045, ztop - .012])
fringe = lambda p: ('bangs' in ST) & (np.clip(.5 + (ST.get('bangs', 0) - (above_line(p) + .25 * np.maximum(0, np.abs(p[:, 0]) - .02))) / .002, 0, 1) > .5) & (p[:, 1] < -.06) & (np.abs(p[:, 0]) < ST.get('bangsWidth', .05))
def parting(p): return p[:, 0] - (part + .0022 * np.sin(p[:, 1] * 260 + 1) + .0012 * np.sin(p[:, 1] * 710)) * np.clip((crown[1] - p[:, 1]) / .05, .3, 1)
def norm(v): return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)
def field(p):   # initial combing direction at the root
    if ST['style'] == 'curls': return norm(p - [0, C[1] + .01, C[2] - .02])
    if ST['style'] == 'back': t = np.array([0, C[1] + .10, ez - .01]); v = t - p; v[:, 0] *= .6; v[:, 2] *= .5; return norm(v)
    s = np.sign(parting(p)); fr = np.clip((crown[1] - p[:, 1]) / .05, 0, 1)[:, None]
    back = ST['back'] + ST.get('tucked', 0) * (s < 0)
    a = np.stack([s * .9, back, np.full(len(p), .10)], 1); b = norm(p - crown) + [0, .2, -.3]; d = norm(a * fr + b * (1 - fr)); f = fringe(p); d[f] = norm(np.stack([p[f, 0] * 4, np.full(f.sum(), -.9), np.full(f.sum(), .1)], 1)); return d
def grow(R, L):
    n = len(R); K = int(max(L) / step) + 1; nr = norm(np.array([tuple(bvh.find_nearest(Vector(p))[1]) for p in R])); dr = field(R); dr = norm(dr - (dr * nr).sum(1, keepdims=True) * nr * .9 + nr * ST['lift'])
    hi = np.clip(1 - np.linalg.norm(R - [part, crown[1] - .05, ztop], axis=1) / .14, 0, 1); lay = .0025 + ST['layer'] * hi + rng.random(n) * .005; pts = [R - nr * .001]; p = R.copy()
    for k in range(1, K):
        t = k * step; g = (ST['grav'] + .22 * min(1, t / .10)) if ST['style'] == 'long' else ST.get('droop', .03); dr = norm(dr * (1 - g) + np.array([0, .0, -1.]) * g)
        if ST['style'] == 'back': tg = np.array([0, C[1] + .115, ez - .03]); dr = norm(dr * .8 + norm(tg - p) * .2)
        q = p + dr * step; grownoff = lay * min(1, t / .08)
        for i in range(n):
            loc, no, _, dist = bvh.find_nearest(Vector(q[i])); s = (Vector(q[i]) - loc).dot(no); o = grownoff[i]
            if s < o and dist < .05: q[i] = np.array(loc) + np.array(no) * o; dv = q[i] - p[i]; N_ = np.array(no); dv -= N_ * min(0, dv @ N_); dr[i] = dv / max(1e-9, np.linalg.norm(dv))
        q = p + norm(q - p) * step; p = q; pts.append(p.copy())
    return np.stack(pts, 1)   # n,K,3
GR = roots(ST['guides']); GP = grow(GR, [ST['len']]); K = GP.shape[1]
for _ in range(3): GP[:, 1:-1] = GP[:, 1:-1] * .5 + (GP[:, :-2] + GP[:, 2:]) * .25
print('guides', GP.shape, round(time.time() - T0, 1))
def side(p, loose=0): return np.where(fringe(p), 5, np.sign(parting(p) + rng.normal(0, 1, len(p)) * loose) * (p[:, 1] < crown[1]))
def knn(q, base, qs, bs, k):
    out = np.zeros((len(q), k), int); dd = np.zeros((len(q), k))
    for i in range(0, len(q), 2000):
        D = ((q[i:i + 2000, None] - base[None]) ** 2).sum(2); 
        if qs is not None: D = D + (np.abs(qs[i:i + 2000, None] - bs[None]) > 1.5) * 1.0
        o = np.argpartition(D, k, 1)[:, :k]; out[i:i + 2000] = o; dd[i:i + 2000] = np.take_along_axis(D, o, 1)
    return out, dd
n = A['strands']; CR = roots(n, .22); n = len(CR); kn, kdist = knn(CR, GR, SC := side(CR, ST.get('mixed', .0016)), side(GR), 3); w = 1 / (kdist + 1e-6); w /= w.sum(1, keepdims=True)
T = np.linspace(0, 1, K); X = (w[:, :, None, None] * (GP - GP[:, :1])[kn]).sum(1) + CR[:, None]
cg = rng.choice(len(GR), ST['clumps'], replace=False); cn, _ = knn(CR, GR[cg], SC, side(GR[cg]), 1); cn = cn[:, 0]
ck = ST['clump'] * (rng.random(n) ** .6)[:, None, None] * (np.clip(T, 0, 1) ** .8)[None, :, None]; X = X * (1 - ck) + (GP[cg][cn] + (CR - GR[cg][cn])[:, None] * .25 + rng.normal(0, .0012, (n, 1, 3))) * ck
ph = rng.random((ST['clumps'], 1, 1)) * 6.28; dirw = norm(rng.normal(size=(ST['clumps'], 1, 3)) * [1, 1, .3])
if 'styled' in ST:   # neighbouring clumps wave alike: else the outline has bumps
    ph = ph * (1 - ST['styled']) + ST['styled'] * 25 * GR[cg][:, 1, None, None]; dirw = norm(dirw * (1 - ST['styled']) + ST['styled'] * np.stack([np.sign(parting(GR[cg])), np.full(len(cg), .6), np.zeros(len(cg))], 1)[:, None])
s = (T * ST['len'])[None, :, None]; am = ST['wave'] * np.clip((s - .05) / .15, 0, 1) ** 1.2
wl = ST['waveLen'] * (1 + .25 * rng.normal(size=(ST['clumps'], 1, 1))); X += am * (np.sin(s / wl * 6.28 + ph) * dirw)[cn] * (.75 + .5 * rng.random((n, 1, 1)))
if 'curl' in ST:   # tight curls: each clump winds around its guide
    a1 = norm(rng.normal(size=(ST['clumps'], 3))); a2 = norm(np.cross(a1, rng.normal(size=(ST['clumps'], 3)))); tt = (T * ST['len'])[None, :, None] / ST['curlLen'] * 6.28 + ph; rr_ = ST['curl'] * np.clip(T * 4, 0, 1)[None, :, None] * (.8 + .5 * rng.random((ST['clumps'], 1, 1)))
    X += (rr_ * (np.sin(tt) * a1[:, None] + (np.cos(tt) - np.cos(ph)) * a2[:, None]))[cn]
fz = rng.normal(size=(n, 7, 3)); xi = T * 5.999; i0 = xi.astype(int); fr = (xi - i0)[None, :, None]; fn = fz[:, i0] * (1 - fr) + fz[:, i0 + 1] * fr; fly = np.where(rng.random(n) < ST['fly'], 2.4, 1.0)[:, None, None]; X += fn * ST['frizz'] * fly * np.clip(T * 6, 0, 1)[None, :, None]
if 'inwards' in ST: X[..., :2] -= norm((X - [0, C[1] + .01, 0])[..., :2]) * ST['inwards'] * (np.clip((T - .55) / .45, 0, 1) ** 2)[None, :, None]   # the ends turn towards the neck
ln = np.clip(rng.normal(.90, .09, n), .5, 1.0); short = rng.random(n) < .04; ln[short] *= rng.random(short.sum()) * .5 + .12   # length spread + short flyaways
if 'bangs' in ST: f = fringe(CR); ln[f] = np.clip(ST['bangsLen'] * (1 + .13 * rng.normal(size=f.sum())) + 3.5 * CR[f, 0] ** 2 + above_line(CR[f]) * 1.1, .02, ST['len']) / ST['len']
if 'fade' in ST: ln *= np.interp(CR[:, 2], *np.array(ST['fade']).T)   # height -> share of the length: shorter at the sides
idx = T[None] * (K - 1) * ln[:, None]; i0 = np.minimum(idx.astype(int), K - 2); fr = (idx - i0)[..., None]; X = np.take_along_axis(X, i0[..., None].repeat(3, 2), 1) * (1 - fr) + np.take_along_axis(X, (i0 + 1)[..., None].repeat(3, 2), 1) * fr
keep = np.ones(n, bool)
if 'bangs' in ST: X = X[keep := ~fringe(CR) | (rng.random(n) < ST.get('bangsShare', .6))]; CR, kn = CR[keep], kn[keep]; n = len(X)
if ST['style'] == 'long':   # none hangs over the face, or lies across a shoulder
    over_shoulder = ((np.abs(X[..., 0]) > ST.get('shoulder', .118)) & (X[..., 2] < ez - .10)).any(1); over_face = ((np.abs(X[..., 0]) < .047) & (X[..., 2] < .715) & (X[..., 1] < -.075)).any(1) & ~fringe(CR) & ~(fringe(GR)[kn].any(1)); X = X[~over_face & ~over_shoulder]; n = len(X); print('over face and shoulders', int(over_face.sum()), int(over_shoulder.sum()))
def taper(n, K, rad): return rad * (.7 + .6 * rng.random((n, 1))) * np.clip(1.15 - np.linspace(0, 1, K)[None] ** 3, .15, 1)
def curves(name, X, radius, material):
    n, K = X.shape[:2]; m = bpy.data.meshes.new(name); m.vertices.add(n * K); m.vertices.foreach_set('co', X.astype(np.float32).ravel()); ei = np.arange(n)[:, None] * K + np.arange(K - 1)[None]; m.edges.add(n * (K - 1)); m.edges.foreach_set('vertices', np.stack([ei, ei + 1], 2).astype(np.int32).ravel())
    m.attributes.new('rad', 'FLOAT', 'POINT').data.foreach_set('value', radius.astype(np.float32).ravel()); m.update()
    mo = bpy.data.objects.new(name + 'Mesh', m); S.collection.objects.link(mo); mo.hide_render = True
    hc = bpy.data.hair_curves.new(name); ho = bpy.data.objects.new(name, hc); S.collection.objects.link(ho); hc.materials.append(material)
    ng = bpy.data.node_groups.new(name, 'GeometryNodeTree'); ng.outputs.new('NodeSocketGeometry', 'Geometry'); nn = ng.nodes.new; oi = nn('GeometryNodeObjectInfo'); oi.inputs[0].default_value = mo; mc = nn('GeometryNodeMeshToCurve'); scr = nn('GeometryNodeSetCurveRadius'); na = nn('GeometryNodeInputNamedAttribute'); na.data_type = 'FLOAT'; na.inputs[0].default_value = 'rad'; sm = nn('GeometryNodeSetMaterial'); sm.inputs['Material'].default_value = material; go = nn('NodeGroupOutput')
    lk = ng.links.new; lk(oi.outputs['Geometry'], mc.inputs[0]); lk(mc.outputs[0], scr.inputs[0]); lk(next(o for o in na.outputs if o.enabled), scr.inputs['Radius']); lk(scr.outputs[0], sm.inputs[0]); lk(sm.outputs[0], go.inputs[0]); ho.modifiers.new('gn', 'NODES').node_group = ng
hair_material = strand_mat(); curves('hair', X, taper(n, K, ST['rad']), hair_material)
# Fine short hair along the line, thinner towards the forehead.
def on_skin(tree, p, off): hit = [tree.find_nearest(Vector(q)) for q in p]; return np.array([tuple(h[0]) for h in hit]) + np.array([tuple(h[1]) for h in hit]) * off[:, None]
BABY = dict(count=2200, length=(.007, .026), rad=.00004, below=.007, above=.010, wild=.35); BABY.update(ST.get('baby', {}))
t = rng.choice(len(tri), BABY['count'] * 60, p=ar / ar.sum()); u = rng.random((len(t), 2)); f = u.sum(1) > 1; u[f] = 1 - u[f]; q = (np.stack([1 - u.sum(1), u[:, 0], u[:, 1]], 1)[..., None] * sz[tri[t]]).sum(1)
d = above_line(q); az = np.degrees(np.arctan2(np.abs(q[:, 0]), -(q[:, 1] + .045))); chance = np.where(d > 0, np.exp(-(d / BABY['above']) ** 2), np.exp(-(d / BABY['below'] / (1 + .5 * (az > 50))) ** 2)) * (az < 95) * (d > -.02); q = q[rng.random(len(q)) < chance][:BABY['count']]; d = above_line(q); nb, kb = len(q), 7
nr = norm(np.array([tuple(bvh.find_nearest(Vector(p))[1]) for p in q])); way = field(q) if ST['style'] != 'curls' else np.stack([np.zeros(nb), np.full(nb, -.5), np.full(nb, .6)], 1); way = norm(way + rng.normal(size=(nb, 3)) * BABY['wild'] + [0, 0, .25]); way = norm(way - (way * nr).sum(1, keepdims=True) * nr); bend = norm(rng.normal(size=(nb, 3))) * .5
lb = (BABY['length'][0] + (BABY['length'][1] - BABY['length'][0]) * rng.random(nb) ** 1.5) * np.clip(.75 + d / .02, .35, 1.3); B = [q - nr * .0004]; p = q
for k in range(1, kb):
    p = on_skin(bvh, p + norm(way + bend * (k / kb) ** 1.5 + [0, .1, -.12 * k / kb]) * (lb / (kb - 1))[:, None], .0006 + .0014 * rng.random(nb) * k / kb + (.0012 * k / kb if ST['style'] == 'curls' else 0)); B.append(p)
curves('baby', np.stack(B, 1), taper(nb, kb, BABY['rad']), hair_material)
print('strands', n, K, nb, round(time.time() - T0, 1))
