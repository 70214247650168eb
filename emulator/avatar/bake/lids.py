# Run by scene.py for each pose: draws the edges of the lids. Lashes are strands that root where MakeHuman's cards do
# and lean in the same way. A wet rim runs along the lower lid, where it meets the eyeball. A caruncle fills the inner
# corner.
from mathutils.bvhtree import BVHTree
rl_ = np.random.default_rng(A['seed'] + 7); LA = dict(count=(130, 70), length=(.0100, .0052), rad=(.000075, .000045), curl=(1.15, .5), fan=.7, rim=.00045, caruncle=.0021); LA.update(A.get('lash', {}))
def posed_at(name, expr):
    part = next(p for p in H['parts'] if p['name'] == name); return (f32(name + '.pos') + sum(expr.get(k, 0) * f32(f'{name}.{k}') for k in part['morphs'])).reshape(-1, 3).astype(np.float64)
def card_grids():
    """(side, is upper, points of the card as [from the inner corner outwards, from root to tip]): steps from two corners give a point's place."""
    beside = {}
    for q in i32('lashes.idx').reshape(-1, 4):
        for a, b in zip(q, np.roll(q, -1)): beside.setdefault(int(a), set()).add(int(b)); beside.setdefault(int(b), set()).add(int(a))
    def steps(start):
        far, edge = {start: 0}, [start]
        for v in edge:
            for other in sorted(beside[v]):
                if other not in far: far[other] = far[v] + 1; edge.append(other)
        return far
    rest_, done, grids = f32('lashes.pos').reshape(-1, 3), set(), []
    for start in sorted(beside):
        if start in done: continue
        sheet = steps(start); done |= set(sheet); side = int(rest_[start, 0] < 0); roots = sorted((v for v in sheet if len(beside[v]) == 2), key=lambda v: np.linalg.norm(rest_[v] - eye_at[side]))[:2]
        inner, outer = sorted(roots, key=lambda v: abs(rest_[v, 0])); a, b = steps(inner), steps(outer); n_ = a[outer]; grid = np.zeros((n_ + 1, len(sheet) // (n_ + 1)), int)
        for v in sheet: j = (a[v] + b[v] - n_) // 2; grid[a[v] - j, j] = v
        grids.append((side, grid))
    height = lambda g: rest_[g[1]][..., 2].mean(); return [(s, height((s, g)) > np.mean([height(o) for o in grids if o[0] == s]), g) for s, g in grids]
GRIDS, KL = card_grids(), 8
SEEDS = []   # of each card's strands: place along the lid, jitter, length, direction
for side_, upper, grid in GRIDS:
    k_ = 0 if upper else 1; n_ = LA['count'][k_]; u_ = .09 + .91 * (np.arange(n_) + rl_.random(n_)) / n_; tuft = rl_.normal(0, 1, n_ // 3 + 2)[(u_ * n_ / 3).astype(int)]
    SEEDS.append(dict(u=u_, depth=rl_.random(n_), lean=.10 * tuft + .07 * rl_.normal(size=n_), lift=.10 * rl_.normal(size=n_), tuft=tuft, bend=1 + .25 * rl_.normal(size=n_),
        long=LA['length'][k_] * np.interp(u_, [0, .09, .25, .5, .8, 1], [.3, .35, .7, .95, 1, .72]) * np.where(rl_.random(n_) < .25, .55 + .3 * rl_.random(n_), .85 + .25 * rl_.random(n_))))
def lash_strands(expr):
    card, out = posed_at('lashes', expr), []
    for (side_, upper, grid), s in zip(GRIDS, SEEDS):
        far = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(card[grid[:, 0]], axis=0), axis=1))]); at = np.interp(s['u'], far / far[-1], np.arange(len(grid))); i = np.minimum(at.astype(int), len(grid) - 2); f = (at - i)[:, None]; on = lambda j: card[grid[i, j]] * (1 - f) + card[grid[i + 1, j]] * f
        root, lean = on(0), norm(on(1) - on(0)); along_ = norm(card[grid[i + 1, 0]] - card[grid[i, 0]]); out_ = norm(root - eye_at[side_])
        sideways = (lean * along_).sum(1, keepdims=True) * along_; lean = norm(lean - sideways * (1 - LA['fan'])); up_ = norm(np.cross(along_, lean)); up_ *= np.sign((up_ * ([0, 0, 1] if upper else [0, 0, -1])).sum(1).mean())
        way = norm(lean + out_ * .25 + along_ * s['lean'][:, None] + up_ * (s['lift'] - (.12 if upper else .05))[:, None]); step_ = s['long'][:, None] / (KL - 1); p = root + up_ * (s['depth'][:, None] - .5) * .0005 - lean * .0002; pts = [p]
        for k in range(1, KL):
            turn_ = LA['curl'][0 if upper else 1] * s['bend'][:, None] * (k / KL) ** .8; p = p + norm(way * np.cos(turn_) + up_ * np.sin(turn_)) * step_; pts.append(p)
        out.append(np.stack(pts, 1))
    return out
def openings(expr):
    """Of each eye, the lower and upper edge of what the camera sees of the eyeball, as places on it: [from the inner corner outwards, lower or upper]."""
    bpy.context.view_layer.update(); e_ = skin.evaluated_get(bpy.context.evaluated_depsgraph_get()); m_ = e_.to_mesh(); tree = BVHTree.FromPolygons([v.co.copy() for v in m_.vertices], [p.vertices[:] for p in m_.polygons]); e_.to_mesh_clear(); R_ = H['eyeRad'] * .1; found = []
    for side_, c_ in enumerate(eye_at):
        def on_ball(x, z): return Vector((c_[0] + x, c_[1] - math.sqrt(R_ ** 2 - x * x - z * z), c_[2] + z))
        def seen(x, z): t_ = on_ball(x, z); d_ = t_ - cam.location; return tree.ray_cast(cam.location, d_.normalized(), d_.length - .00005)[0] is None
        edge_ = []
        for x in np.linspace(-.0146, .0146, 75) * (1 if side_ == 0 else -1):
            z_ = [z for z in np.linspace(-.008, .008, 41) if x * x + z * z < R_ ** 2 * .98 and seen(x, z)]
            if not z_: continue
            def refined(inside, outside):
                for _ in range(5): middle_ = (inside + outside) / 2; inside, outside = (middle_, outside) if seen(x, middle_) else (inside, middle_)
                return inside
            edge_.append((x, refined(min(z_), min(z_) - .0004), refined(max(z_), max(z_) + .0004)))
        found.append(None if len(edge_) < 6 else np.array([[tuple(on_ball(x, low)), tuple(on_ball(x, high))] for x, low, high in edge_]))
    return found
KR = 40
def rims(expr):
    X_, r_ = np.zeros((2, KR, 3)), np.zeros((2, KR))
    for side_, edge_ in enumerate(openings(expr)):
        if edge_ is None: X_[side_] = eye_at[side_]; continue
        low = np.concatenate([edge_[:1].mean(1), edge_[:, 0], edge_[-1:].mean(1)]); far = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(low, axis=0), axis=1))]); t_ = np.linspace(0, far[-1], KR)
        line = np.stack([np.interp(t_, far, low[:, k]) for k in range(3)], 1)
        for _ in range(3): line[1:-1] = line[1:-1] * .5 + (line[:-2] + line[2:]) * .25
        X_[side_] = line + norm(line - eye_at[side_]) * .00005 + [0, 0, -.00012]; r_[side_] = LA['rim'] * np.clip(np.minimum(np.arange(KR) / 4, np.arange(KR)[::-1] / 5) + .25, 0, 1)
    return X_, r_
def shape(name, X_, radius=None):
    m_ = bpy.data.meshes[name]; m_.vertices.foreach_set('co', X_.astype(np.float32).ravel())
    if radius is not None: m_.attributes['rad'].data.foreach_set('value', radius.astype(np.float32).ravel())
    m_.update()
def at_lids(expr):   # called for each pose
    for k, X_ in enumerate(lash_strands(expr)): shape(f'lash{k}', X_)
    shape('rim', *rims(expr))
def thinning(n, rad): return rad * (.75 + .5 * rl_.random((n, 1))) * np.interp(np.linspace(0, 1, KL), [0, .3, 1], [1, .95, .18])[None]
nl_ = N('lash'); pl_ = nl_('BsdfPrincipled', Roughness=.4, Specular=.35); nl_.set(pl_, 'Base Color', A.get('lashCol', [.012, .008, .006])); lash_material = nl_.out(pl_)
for k, (X_, (side_, upper, grid)) in enumerate(zip(lash_strands(A['rest']), GRIDS)): curves(f'lash{k}', X_, thinning(len(X_), LA['rad'][0 if upper else 1]), lash_material)
nr_ = N('rim'); pr_ = nr_('BsdfPrincipled', Roughness=.12, Specular=.6, Clearcoat=1.0); nr_.set(pr_, 'Clearcoat Roughness', .04); nr_.set(pr_, 'Base Color', A.get('rimCol', [.56, .27, .21])); curves('rim', *rims(A['rest']), nr_.out(pr_))
nc_ = N('caruncle'); pc_ = nc_('BsdfPrincipled', Roughness=.16, Specular=.6, Subsurface=.3, Subsurface_Radius=(.0012, .0004, .0003)); nc_.set(pc_, 'Base Color', A.get('caruncleCol', [.52, .21, .17])); nc_.set(pc_, 'Subsurface Color', A.get('caruncleCol', [.52, .21, .17])); caruncle_material = nc_.out(pc_)
for k in skin.data.shape_keys.key_blocks[1:]: k.value = A['rest'].get(k.name, 0)
for side_, edge_ in enumerate(openings(A['rest'])):
    at_ = edge_[0].mean(0); r_ = LA['caruncle']; bpy.ops.mesh.primitive_uv_sphere_add(segments=24, ring_count=16, radius=1, location=Vector(at_) + Vector((0, .0006, -.0001)), scale=(r_ * 1.1, r_ * .8, r_ * .8)); bpy.ops.object.shade_smooth(); bpy.context.object.name = 'caruncle' + 'LR'[side_]; bpy.context.object.data.materials.append(caruncle_material)
