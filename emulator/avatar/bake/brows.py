# Run by scene.py: draws the brows as strands. They root where MakeHuman's brow picture is dark, on the skin at rest.
def posed(name):
    part = next(p for p in H['parts'] if p['name'] == name); return (f32(name + '.pos') + sum(A['rest'].get(k, 0) * f32(f'{name}.{k}') for k in part['morphs'])).reshape(-1, 3).astype(np.float64)
card, uv, ix, ln = posed('brows'), f32('brows.uv').reshape(-1, 2), i32('brows.idx'), i32('brows.len'); start = np.concatenate([[0], np.cumsum(ln)])
corners = np.array([(a, a + i, a + i + 1) for a, k in zip(start[:-1], ln) for i in range(1, k - 1)]); image = bpy.data.images.load(G + 'brows.png'); w_, h_ = image.size; dark = np.array(image.pixels[:], np.float32).reshape(h_, w_, 4)[..., 3]
size = np.linalg.norm(np.cross(card[ix[corners[:, 1]]] - card[ix[corners[:, 0]]], card[ix[corners[:, 2]]] - card[ix[corners[:, 0]]]), axis=1); rb = np.random.default_rng(A['seed'] + 5); BR = dict(count=900, length=.0085, rad=.00005, lift=1.0, line=.35); BR.update(A.get('brow', {}))
t = rb.choice(len(corners), 60000, p=size / size.sum()); u = rb.random((len(t), 2)); f = u.sum(1) > 1; u[f] = 1 - u[f]; bary = np.stack([1 - u.sum(1), u[:, 0], u[:, 1]], 1)[..., None]
at_uv = (bary * uv[corners[t]]).sum(1); root = (bary * card[ix[corners[t]]]).sum(1); density_ = dark[np.clip((at_uv[:, 1] * h_).astype(int), 0, h_ - 1), np.clip((at_uv[:, 0] * w_).astype(int), 0, w_ - 1)]
root = root[rb.random(len(root)) < np.clip((density_ - BR['line'] * .5) / BR['line'], 0, 1)][:BR['count']]; print('brow roots', len(root))
body = posed('skin'); off_ = np.concatenate([[0], np.cumsum(i32('skin.len'))]); ib = i32('skin.idx'); tree_ = BVHTree.FromPolygons([Vector(v) for v in body], [list(map(int, ib[off_[i]:off_[i + 1]])) for i in range(len(off_) - 1)])
s_ = np.sign(root[:, 0]); across = np.abs(root[:, 0]); inner, outer = np.percentile(across, 1), np.percentile(across, 99); along = np.clip((across - inner) / (outer - inner), 0, 1)
middle = np.zeros(len(root)); order = np.argsort(along)   # how far above or below the middle of the brow
for side_ in (-1, 1):
    m_s = s_ == side_; fit = np.polyfit(along[m_s], root[m_s, 2], 3); middle[m_s] = root[m_s, 2] - np.polyval(fit, along[m_s])
angle = np.interp(along, [0, .12, .35, .7, 1], np.radians([78, 52, 24, 2, -22])) * BR['lift'] - np.clip(middle / .003, -1, 1) * .30 + rb.normal(0, .16, len(root))
way = np.stack([s_ * np.cos(angle), np.zeros(len(root)), np.sin(angle)], 1); lb = BR['length'] * np.interp(along, [0, .15, .6, 1], [.6, .9, 1, .7]) * (.7 + .5 * rb.random(len(root))); p = on_skin(tree_, root, np.full(len(root), -.0002)); B = [p]; turn = rb.normal(0, .1, len(root)) - .18
for k in range(1, 6):
    a_ = angle + turn * k / 5; p = on_skin(tree_, p + np.stack([s_ * np.cos(a_), np.zeros(len(root)), np.sin(a_)], 1) * (lb / 5)[:, None], np.full(len(root), .0003 + .0005 * np.sin(k / 5 * 2.2))); B.append(p)
nb_ = N('brow'); pb_ = nb_('BsdfPrincipled', Roughness=.5, Specular=.3); nb_.set(pb_, 'Base Color', A.get('browCol', [.035, .018, .010])); curves('brow', np.stack(B, 1), taper(len(root), 6, BR['rad']), nb_.out(pb_))
