# Blender 3.4, headless: blender -b -P kit/scene.py -- '{"out":"work/x.png",...}'
# Builds the portrait from the raw arrays of export.mjs and renders plate / depth / sprites with one fixed camera.
import bpy, sys, json, math, os, time
import numpy as np
from mathutils import Vector, Matrix
A = dict(geo='work/geo', out='work/out/test.png', size=512, spp=32, hair='mesh:long01', expr={}, crop=None, gaze=[0, 0], lens=85, dist=1.08, aim=0.655,
         passes=False, transparent=True, tint=[1, 1, 1], complexion=[.62, .40, .30], hairMelanin=.72, hairRed=.35, iris=[.16, .075, .03], seed=1, jobs=None, cloth=[.035, .05, .09], lip=[.60, .20, .19], exposure=0.0, bounces=6, key=1.0, strands=26000, threads=2)
A.update(json.loads(sys.argv[sys.argv.index('--') + 1]) if '--' in sys.argv else {})
G = A['geo'] + '/'; H = json.load(open(G + 'head.json')); T0 = time.time()
for o in list(bpy.data.objects): bpy.data.objects.remove(o)
S = bpy.context.scene; S.render.engine = 'CYCLES'
f32 = lambda n: np.fromfile(G + n, np.float32); i32 = lambda n: np.fromfile(G + n, np.int32)

def mesh(name, subdiv=0):
    m = bpy.data.meshes.new(name); pos, ln, ix, uv = f32(name + '.pos'), i32(name + '.len'), i32(name + '.idx'), f32(name + '.uv')
    m.vertices.add(len(pos) // 3); m.vertices.foreach_set('co', pos); m.loops.add(len(ix)); m.loops.foreach_set('vertex_index', ix)
    m.polygons.add(len(ln)); m.polygons.foreach_set('loop_start', np.concatenate([[0], np.cumsum(ln)[:-1]]).astype(np.int32)); m.polygons.foreach_set('loop_total', ln)
    m.polygons.foreach_set('use_smooth', np.ones(len(ln), bool)); m.uv_layers.new(name='UV').data.foreach_set('uv', uv); m.update(calc_edges=True); m.validate()
    o = bpy.data.objects.new(name, m); S.collection.objects.link(o)
    part = next(p for p in H['parts'] if p['name'] == name); o.shape_key_add(name='Basis'); P = pos.reshape(-1, 3)
    for k in part['morphs']:
        sk = o.shape_key_add(name=k); sk.slider_max = 2; sk.slider_min = -1; sk.data.foreach_set('co', (P + f32(f'{name}.{k}').reshape(-1, 3)).ravel())
    if subdiv: s = o.modifiers.new('s', 'SUBSURF'); s.levels = s.render_levels = subdiv
    return o

class N:  # small node helper
    def __init__(s, name):
        s.m = bpy.data.materials.new(name); s.m.use_nodes = True; s.t = s.m.node_tree; s.t.nodes.clear(); s.o = s.t.nodes.new('ShaderNodeOutputMaterial')
    def __call__(s, kind, props=None, **inp):
        n = s.t.nodes.new('ShaderNode' + kind)
        for k, v in (props or {}).items(): setattr(n, k, v)
        for k, v in inp.items(): s.set(n, k.replace('_', ' '), v)
        return n
    def set(s, n, k, v):
        i = n.inputs[int(k[1:])] if k[0] == 'i' and k[1:].isdigit() else n.inputs[k]
        if hasattr(v, 'is_output'): s.t.links.new(v, i)
        elif hasattr(v, 'outputs'): s.t.links.new(v.outputs[0], i)
        else: i.default_value = v if not isinstance(v, (list, tuple)) or len(v) != 3 or len(i.default_value) == 3 else (*v, 1)
    def out(s, sh): s.t.links.new(sh.outputs[0], s.o.inputs[0]); return s.m
    def math(s, op, a, b=0.0, c=0.0): return s('Math', {'operation': op, 'use_clamp': False}, i0=a, i1=b, i2=c)
    def ramp(s, x, a, b): return s('MapRange', {'clamp': True, 'interpolation_type': 'SMOOTHSTEP'}, Value=x, From_Min=a, From_Max=b)
    def mix(s, mode, f, a, b): return s('MixRGB', {'blend_type': mode}, i0=f, i1=a, i2=b)
    def img(s, file, **k): n = s('TexImage', {'interpolation': 'Cubic', **k}); n.image = bpy.data.images.load(G + file); return n
    def noise(s, scale, detail=2, rough=.5, vec=None): 
        n = s('TexNoise', Scale=scale, Detail=detail, Roughness=rough); 
        if vec is not None: s.set(n, 'Vector', vec)
        return n

def skin_mat():
    n = N('skin'); tc = n('TexCoord'); ob = tc.outputs['Object']; tex = n.img('skin.png'); at = lambda k: n('Attribute', {'attribute_name': k}).outputs['Fac']
    lips, cheek, scalp, ring = (at(k) for k in ('lips', 'cheek', 'scalp', 'ring'))
    lm = n.ramp(lips, *A.get('lipEdge', (.10, .62)))
    # MakeHuman's texture has 512 pixels for a whole body: it gives the face's zones, mixed into one complexion.
    c = n('HueSaturation', Saturation=A.get('skinSat', 1.0), Value=A.get('skinValue', .9), Color=tex.outputs[0]); c = n.mix('MULTIPLY', 1.0, c, A['tint'])
    keep = n.math('MULTIPLY', n.math('SUBTRACT', 1.0, n.math('MULTIPLY', ring, .8)), A.get('skinTexture', .4)); c = n.mix('MIX', keep, A['complexion'], c)
    n1 = n.noise(38, 2, .5, ob); c = n.mix('OVERLAY', A.get('blotch', .10), c, n.mix('MIX', n1.outputs[0], [.42, .53, .53], [.62, .46, .44]))   # 2 cm: redder, yellower
    n2 = n.noise(420, 3, .65, ob); c = n.mix('OVERLAY', .09, c, n2.outputs[0])                                            # 2 mm mottling
    v = n('TexVoronoi', Scale=300, Randomness=1); n.set(v, 'Vector', ob); fr = n.math('MULTIPLY', n.ramp(v.outputs[0], .16, .05), n.ramp(n.noise(60, 1, .5, ob).outputs[0], .50, .66))
    c = n.mix('MULTIPLY', n.math('MULTIPLY', fr, A.get('freckles', .2)), c, [.55, .33, .22])
    c = n.mix('MIX', n.math('MULTIPLY', cheek, A.get('cheekK', .13)), c, A.get('cheekCol', [.72, .27, .21])); c = n.mix('MIX', n.math('MULTIPLY', at('nose'), A.get('cheekK', .13) * .8), c, A.get('cheekCol', [.72, .27, .21]))
    wv = n.noise(900, 2, .5, n('Mapping', {'vector_type': 'POINT'}, Vector=ob, Scale=(1, .25, .12)))
    c = n.mix('MIX', n.math('MULTIPLY', lm, A.get('lipK', .45)), c, n.mix('MULTIPLY', .25, A['lip'], wv.outputs[0]))
    c = n.mix('MIX', n.math('MULTIPLY', scalp, A.get('scalpK', .6)), c, A.get('scalpCol', [.09, .05, .035])); c = n.mix('MIX', n.math('MULTIPLY', at('inner'), .9), c, A.get('innerCol', [.26, .07, .06]))
    lid = n.math('MULTIPLY', at('lid'), A.get('lidShade', 0)); c = n.mix('MULTIPLY', lid, c, [.40, .33, .34])   # what shines through from the eyeball makes dark skin yellow there
    ro = n.math('ADD', n.math('MULTIPLY', n.noise(160, 3, .6, ob).outputs[0], .20), A.get('rough', .33)); ro = n.math('ADD', ro, n.math('MULTIPLY', lm, .06)); ro = n.math('ADD', ro, n.math('MULTIPLY', scalp, .25))
    pv = n('TexVoronoi', {'feature': 'SMOOTH_F1'}, Scale=900, Smoothness=.4); n.set(pv, 'Vector', ob)
    hgt = n.math('ADD', n.math('MULTIPLY', pv.outputs[0], .8), n.math('MULTIPLY', n.noise(420, 4, .6, ob).outputs[0], 1.0)); hgt = n.math('MULTIPLY', hgt, n.math('SUBTRACT', 1.0, lm)); hgt = n.math('ADD', hgt, n.math('MULTIPLY', n.math('MULTIPLY', wv.outputs[0], lm), .9))
    bump = n('Bump', Strength=A.get('bump', .5), Distance=.0006, Height=hgt)
    p = n('BsdfPrincipled', {'subsurface_method': A.get('sss', 'RANDOM_WALK')}, Subsurface=n.math('MULTIPLY', n.math('SUBTRACT', 1.0, lid), A.get('subsurface', .6)), Subsurface_Radius=(.0046, .0017, .0009), Roughness=ro, Specular=A.get('specular', .45), Normal=bump, Sheen=A.get('sheen', .10))
    n.set(p, 'Base Color', c); n.set(p, 'Subsurface Color', c)
    return n.out(p)

def hold_mat():
    n = N('cavity'); return n.out(n('Holdout'))

def eye_mat(fwd):
    n = N('eye'); ob = n('TexCoord').outputs['Object']; d = n('VectorMath', {'operation': 'NORMALIZE'}, i0=ob); ca = n('VectorMath', {'operation': 'DOT_PRODUCT'}, i0=d, i1=fwd).outputs['Value']
    ang = n.math('ARCCOSINE', ca); I = A.get('irisAng', .405); r = n.math('DIVIDE', ang, I)
    sep = n('SeparateXYZ', Vector=d); phi = n.math('ARCTAN2', sep.outputs['X'], sep.outputs['Z']); pv = n('CombineXYZ', X=n.math('MULTIPLY', n.math('SINE', phi), 3.2), Y=n.math('MULTIPLY', n.math('COSINE', phi), 3.2), Z=n.math('MULTIPLY', r, .55))
    fib = n.noise(5.5, 5, .7, pv); ir = n.mix('MIX', n.ramp(fib.outputs[0], .35, .68), [x * .35 for x in A['iris']], [min(1, x * 2.4) for x in A['iris']])
    ir = n.mix('MIX', n.math('MULTIPLY', n.ramp(r, .62, .36), .5), ir, [min(1, x * 2.1 + .05) for x in A['iris']])
    ir = n.mix('MULTIPLY', n.ramp(r, .78, 1.0), ir, [.10, .08, .08]); ir = n.mix('MIX', n.ramp(r, .37, .31), ir, [.002, .002, .002])
    ve = n.noise(700, 5, .7, ob); sc = n.mix('MIX', n.math('MULTIPLY', n.ramp(ve.outputs[0], .5, .75), n.ramp(r, 1.1, 2.6)), A.get('sclera', [.60, .545, .51]), [.55, .33, .30]); sc = n.mix('MULTIPLY', n.ramp(r, 1.35, 2.7), sc, [.62, .44, .40])
    c = n.mix('MIX', n.ramp(r, .93, 1.10), ir, sc)
    p = n('BsdfPrincipled', Roughness=.35, Specular=.2); n.set(p, 'Base Color', c); n.set(p, 'Subsurface', .6); n.set(p, 'Subsurface Radius', (.0018, .0010, .0007)); n.set(p, 'Subsurface Color', c)
    return n.out(p)

def cornea_mat():
    n = N('cornea'); fr = n('Fresnel', IOR=1.45); lw = n('LightPath'); mx = n('MixShader', i0=fr, i1=n('BsdfTransparent'), i2=n('BsdfGlossy', Roughness=.015)); 
    return n.out(n('MixShader', i0=lw.outputs['Is Shadow Ray'], i1=mx, i2=n('BsdfTransparent')))

def hair_card_mat(file):
    n = N('haircard'); t = n.img(file); lum = n('RGBToBW', Color=t.outputs[0]); m = n.mix('MIX', n.ramp(lum, .02, .45), [.012, .006, .004], [.16, .075, .038])
    tg = n('Tangent', {'direction_type': 'UV_MAP', 'uv_map': 'UV'}); p = n('BsdfPrincipled', Roughness=.34, Specular=.55, Anisotropic=.75); n.set(p, 'Tangent', tg); n.set(p, 'Base Color', m)
    return n.out(n('MixShader', i0=n.ramp(t.outputs['Alpha'], .1, .7), i1=n('BsdfTransparent'), i2=p))

def strand_mat():
    n = N('strand'); info = n('HairInfo'); p = n('BsdfHairPrincipled', {'parametrization': 'MELANIN'}, Melanin=A['hairMelanin'], Roughness=A.get('hairRough', .32), IOR=1.55); n.set(p, 'Melanin Redness', A['hairRed']); n.set(p, 'Radial Roughness', .36); n.set(p, 'Random Color', .35); n.set(p, 'Random Roughness', .25); n.set(p, 'Coat', .05)
    n.set(p, 'Random', info.outputs['Random']); av = n('OutputAOV', Value=1.0); av.name = 'hair'
    g = n('SeparateXYZ', Vector=n('NewGeometry').outputs['Tangent']); x, z = g.outputs['X'], g.outputs['Z']   # which way it runs, for the denoiser: cosine and sine of twice the angle
    flow = n('OutputAOV', Color=n('CombineRGB', R=n.math('SUBTRACT', n.math('MULTIPLY', x, x), n.math('MULTIPLY', z, z)), G=n.math('MULTIPLY', n.math('MULTIPLY', x, z), 2.0))); flow.name = 'flow'; return n.out(p)

# ---------- objects ----------
skin = mesh('skin', 2); src = i32('skin.src')
for k in ('lips', 'cheek'):
    a = skin.data.attributes.new(k, 'FLOAT', 'POINT'); a.data.foreach_set('value', f32('mask.' + k)[src])
P = f32('skin.pos').reshape(-1, 3); e_z = H['eyeL'][1] * .1
def attribute(k, values): skin.data.attributes.new(k, 'FLOAT', 'POINT').data.foreach_set('value', np.asarray(values, np.float32))
eye_at = [np.array([c[0], -c[2], c[1]]) * .1 for c in (H['eyeL'], H['eyeR'])]; from_eyes = np.min([np.linalg.norm(P - q, axis=1) for q in eye_at], axis=0)
attribute('ring', np.clip(1 - (from_eyes - .018) / .022, 0, 1))                                # around the eyes, where the texture has shadows painted
lid_edge = f32('lashes.pos').reshape(-1, 3); lid_edge = lid_edge[np.min([np.linalg.norm(lid_edge - q, axis=1) for q in eye_at], axis=0) < .0195]   # the lashes' roots
attribute('lid', np.clip(1.25 - np.linalg.norm(P[:, None] - lid_edge[None], axis=2).min(1) / .004, 0, 1))
attribute('nose', np.exp(-(np.linalg.norm((P - [0, P[:, 1].min(), e_z - .040]) * [1, .8, 1], axis=1) / .016) ** 2))
def scalp_mask():  # hairline from the stubble painted in the skin texture
    im = bpy.data.images.load(G + 'skin.png'); w, h = im.size; px = np.array(im.pixels[:], np.float32).reshape(h, w, 4)[..., :3]; ix, uv = i32('skin.idx'), f32('skin.uv').reshape(-1, 2)
    lum = px @ np.array([.3, .59, .11], np.float32); k = 3; b = sum(np.roll(np.roll(lum, i, 0), j, 1) for i in range(-k, k + 1) for j in range(-k, k + 1)) / (2 * k + 1) ** 2
    v = b[np.clip((uv[:, 1] * h).astype(int), 0, h - 1), np.clip((uv[:, 0] * w).astype(int), 0, w - 1)]; s = np.zeros(len(P)); c = np.zeros(len(P)); np.add.at(s, ix, v); np.add.at(c, ix, 1); return s / np.maximum(c, 1)
lum = scalp_mask(); e = H['eyeL']; z0 = e[1] * .1
top = (P[:, 2] > z0 + .01) | ((P[:, 1] > .0) & (P[:, 2] > z0 - .06)); headm = (P[:, 2] > z0 - .07)
sc = np.clip((A.get('scalpT', .60) - lum) / .10, 0, 1) * top * headm
a = skin.data.attributes.new('scalp', 'FLOAT', 'POINT'); a.data.foreach_set('value', (sc if A['hair'] != 'none' else sc * 0).astype(np.float32))
skin.data.materials.append(skin_mat())
# The inside of the mouth: not visible from in front with the mouth closed, and not next to the lips. It becomes a hole,
# which is filled at run time.
def cavity():
    from mathutils.bvhtree import BVHTree
    off = np.concatenate([[0], np.cumsum(i32('skin.len'))]); ix = i32('skin.idx'); polys = [ix[off[i]:off[i + 1]] for i in range(len(off) - 1)]; tree = BVHTree.FromPolygons([Vector(v) for v in P.astype(float)], [list(map(int, p)) for p in polys])
    lip = P[f32('mask.lips')[src] > .16]; box = (np.abs(P[:, 0]) < .036) & (P[:, 2] > lip[:, 2].min() - .012) & (P[:, 2] < lip[:, 2].max() + .003) & (P[:, 1] < lip[:, 1].min() + .075); hidden = np.zeros(len(P), bool)
    for i in np.nonzero(box)[0]: hidden[i] = all(tree.ray_cast(Vector(P[i]) + Vector(d) * .0005, Vector(d), .3)[0] is not None for d in ((0, -1, .03), (.35, -.93, 0), (-.35, -.93, 0)))
    attribute('inner', hidden); seen = ~hidden
    for _ in range(A.get('lipRings', 2)):
        grown = seen.copy()
        for p in polys:
            if seen[p].any(): grown[p] = True
        seen = grown
    inside = ~seen & box; skin.data.materials.append(hold_mat()); skin.data.polygons.foreach_set('material_index', np.array([int(inside[p].all()) for p in polys], np.int32)); return inside
inside = cavity(); print('cavity', int(inside.sum()))
teethUpper, teethLower = mesh('teethUpper', 1), mesh('teethLower', 1); n = N('teeth'); t = n.img('teeth.png'); front = float(f32('teethUpper.pos').reshape(-1, 3)[:, 1].min())
cc = n('HueSaturation', Saturation=.55, Value=1.7, Color=t.outputs[0]); cc = n.mix('MULTIPLY', 1.0, cc, A.get('teethCol', [1, .86, .68])); yy = n('SeparateXYZ', Vector=n('TexCoord').outputs['Object']).outputs['Y']; cc = n.mix('MULTIPLY', n.ramp(yy, front + .002, front + .026), cc, [.22, .13, .11])
p = n('BsdfPrincipled', Roughness=.30, Specular=.35, Subsurface=.3, Subsurface_Radius=(.0012, .0009, .0006)); n.set(p, 'Base Color', cc); n.set(p, 'Subsurface Color', cc); m_ = n.out(p)
for o in (teethUpper, teethLower): o.data.materials.append(m_)
tongue = mesh('tongue', 1); n = N('tongue'); p = n('BsdfPrincipled', Roughness=.3); n.set(p, 'Base Color', [.45, .13, .12]); tongue.data.materials.append(n.out(p))
cloth = mesh('cloth', 2); n = N('cloth'); ob = n('TexCoord').outputs['UV']; oo = n('TexCoord').outputs['Object']; C_ = A.get('weave', 300.0)
w1 = n('TexWave', {'wave_type': 'BANDS', 'bands_direction': 'X'}, Scale=C_, Distortion=.6); w2 = n('TexWave', {'wave_type': 'BANDS', 'bands_direction': 'Y'}, Scale=C_, Distortion=.6); n.set(w1, 'Vector', ob); n.set(w2, 'Vector', ob); thread = n.math('MAXIMUM', w1.outputs['Fac'], w2.outputs['Fac'])
base = A['cloth']; nz = n.noise(700, 3, .7, oo); wide_ = n.noise(18, 2, .5, oo); base = n.mix('MULTIPLY', .45, base, n.mix('MIX', nz.outputs[0], [.55] * 3, [1.25] * 3)); base = n.mix('MULTIPLY', .30, base, n.mix('MIX', wide_.outputs[0], [.7] * 3, [1.2] * 3))
if 'suit' in A:   # MakeHuman's picture of a suit is coarse: it says where the shirt and the tie are
    im_ = bpy.data.images.load(G + 'cloth.png'); w_, h_ = im_.size; px_ = np.array(im_.pixels[:], np.float32).reshape(h_, w_, 4); near_ = lambda m, k, f: f([np.roll(np.roll(m, i, 0), j, 1) for i in range(-k, k + 1) for j in range(-k, k + 1)], axis=0)
    tie_ = near_(near_((px_[..., 2] - px_[..., 0] > .07).astype(np.float32), 5, np.max), 4, np.min); mask_ = bpy.data.images.new('tie', w_, h_, float_buffer=True); mask_.colorspace_settings.name = 'Non-Color'; mask_.pixels.foreach_set(np.repeat(tie_[..., None], 4, 2).ravel()); is_tie = n('TexImage', {'interpolation': 'Linear', 'image': mask_}).outputs[0]
    xyz_ = n('SeparateXYZ', Vector=oo); slant_ = n.math('ADD', n.math('MULTIPLY', xyz_.outputs['X'], .8), xyz_.outputs['Z']); band_ = n.math('FRACT', n.math('MULTIPLY', slant_, 62.0)); tie_colour = n.mix('MIX', n.math('MULTIPLY', n.ramp(band_, .12, .06), .8), A['suit']['tie'], A['suit']['stripe'])
    shirt_ = n.ramp(n('RGBToBW', Color=n.img('cloth.png').outputs[0]).outputs[0], .12, .3); base = n.mix('MULTIPLY', .35, n.mix('MIX', shirt_, A['suit']['jacket'], A['suit']['shirt']), n.mix('MIX', nz.outputs[0], [.6] * 3, [1.3] * 3)); base = n.mix('MIX', n.ramp(is_tie, .4, .6), base, tie_colour)
knit = A.get('knit', 0); base = n.mix('MULTIPLY', knit, base, n.mix('MIX', n.math('ADD', n.math('MULTIPLY', w2.outputs['Fac'], .7), n.math('MULTIPLY', w1.outputs['Fac'], .3)), [.45] * 3, [1.3] * 3))   # in the colour too: the denoiser takes for noise what is light alone
if A.get('collar'):   # a knitted band along the neckline, with a seam below it
    pc_, ic_ = f32('cloth.pos').reshape(-1, 3), i32('cloth.idx').reshape(-1, 4); ends_, counts_ = np.unique(np.sort(np.concatenate([ic_[:, [k, (k + 1) % 4]] for k in range(4)]), axis=1), axis=0, return_counts=True); open_ = ends_[counts_ == 1]
    open_ = open_[(np.abs(pc_[open_][:, :, 0]).max(1) < .11) & (pc_[open_][:, :, 2].min(1) > .50)]; dots = np.concatenate([pc_[open_[:, 0]] * (1 - t_) + pc_[open_[:, 1]] * t_ for t_ in np.linspace(0, 1, 12)]); cloth.data.attributes.new('edge', 'FLOAT', 'POINT').data.foreach_set('value', np.linalg.norm(pc_[:, None] - dots[None], axis=2).min(1).astype(np.float32))
    edge_ = n('Attribute', {'attribute_name': 'edge'}).outputs['Fac']; print('neckline', len(open_)); seam = n.math('MULTIPLY', n.ramp(edge_, A['collar'] - .0012, A['collar'] - .0002), n.ramp(edge_, A['collar'] + .0012, A['collar'] + .0002)); base = n.mix('MULTIPLY', n.math('MULTIPLY', seam, .6), base, [.3] * 3); base = n.mix('MULTIPLY', n.ramp(edge_, A['collar'], A['collar'] - .001), base, [.86] * 3)
folds = n.noise(1.0, 2, .45, n('Mapping', {'vector_type': 'POINT'}, Vector=oo, Scale=A.get('foldScale', (26, 26, 9)))); nm = n('Bump', Strength=A.get('folds', .5), Distance=A.get('foldDepth', .010), Height=folds.outputs[0]); nm = n('Bump', Strength=.35, Distance=.0006, Height=thread, Normal=nm)
if os.path.exists(G + 'cloth_n.png') and A.get('clothNormal', True):
    im_ = n.img('cloth_n.png'); im_.image.colorspace_settings.name = 'Non-Color'; mp = n('NormalMap', Strength=A.get('clothNormalK', 1.0), Color=im_.outputs[0]); first = nm.inputs['Normal'].links[0].from_node; n.set(first, 'Normal', mp)
p = n('BsdfPrincipled', Roughness=.85, Specular=.2, Sheen=A.get('clothSheen', .4), Normal=nm); n.set(p, 'Base Color', base); cloth.data.materials.append(n.out(p))
sol = cloth.modifiers.new('so', 'SOLIDIFY'); sol.thickness = .003; sol.offset = 1
eyes = []
for s in ('L', 'R'):
    c = H['eye' + s]; loc = Vector((c[0] * .1, -c[2] * .1, c[1] * .1)); R = H['eyeRad'] * .1
    for kind, rad in (('ball', R * A.get('eyeScale', .985)), ('cornea', R)):
        bpy.ops.mesh.primitive_uv_sphere_add(segments=64, ring_count=48, radius=rad, location=loc, rotation=(0, 0, 0)); o = bpy.context.object; bpy.ops.object.shade_smooth(); m = o.data; co = np.empty(len(m.vertices) * 3, np.float32); m.vertices.foreach_get('co', co); co = co.reshape(-1, 3); ca = -co[:, 1] / rad; ang = np.arccos(np.clip(ca, -1, 1)); I = A.get('irisAng', .405)
        if kind == 'cornea': co *= (1 + .055 * np.exp(-(ang / (I * .95)) ** 4))[:, None]       # corneal bulge
        else: co[:, 1] += rad * .045 * np.exp(-(ang / (I * .9)) ** 4)                             # flat, slightly sunk iris
        m.vertices.foreach_set('co', co.ravel()); m.update(); o.data.materials.append(eye_mat((0, -1, 0)) if kind == 'ball' else cornea_mat()); o.name = kind + s; eyes.append((o, s))
if A['hair'].startswith('mesh:'):
    h = mesh('hair_' + A['hair'][5:], 1); h.data.materials.append(hair_card_mat(A['hair'] + '.png' if 0 else 'hair_' + A['hair'][5:] + '.png'))
elif A['hair'].startswith('strands'):
    exec(open(os.path.join(os.path.dirname(os.path.abspath(sys.argv[sys.argv.index('-P') + 1])), 'strands.py')).read())
    exec(open(os.path.join(os.path.dirname(os.path.abspath(sys.argv[sys.argv.index('-P') + 1])), 'brows.py')).read())

# ---------- camera and light ----------
cam = bpy.data.objects.new('cam', bpy.data.cameras.new('cam')); S.collection.objects.link(cam); S.camera = cam; cam.data.lens = A['lens']; cam.data.sensor_fit = 'VERTICAL'; cam.data.sensor_height = 36
aim = Vector((A.get('aimx', 0), -.06, A['aim'])); yaw = math.radians(A.get('yaw', 0)); pit = math.radians(A.get('pitch', 2)); cam.location = aim + A['dist'] * Vector((math.sin(yaw) * math.cos(pit), -math.cos(yaw) * math.cos(pit), math.sin(pit))); cam.rotation_euler = (aim - cam.location).to_track_quat('-Z', 'Y').to_euler(); cam.data.shift_y = A.get('shift', 0)   # the axis stays level with the eyes
def area(name, loc, to, size, power, col=(1, 1, 1), sy=None):
    l = bpy.data.lights.new(name, 'AREA'); l.energy = power; l.color = col; l.size = size; l.shape = 'RECTANGLE' if sy else 'SQUARE'
    if sy: l.size_y = sy
    o = bpy.data.objects.new(name, l); S.collection.objects.link(o); o.location = loc; o.rotation_euler = (Vector(to) - Vector(loc)).to_track_quat('-Z', 'Y').to_euler(); return o
F = (0, -.08, .64); K = A['key']   # few lights: each hit looks at one of them, so every lamp adds noise
area('key', A.get('keyAt', (-.95, -.95, 1.25)), F, .9, 44 * K, (1, .95, .89), 1.1)
area('fill', (1.1, -1.1, .62), F, 1.1, A.get('fill', 9) * K, (.93, .96, 1))
area('rimR', (.75, .75, 1.05), F, .5, 15 * A.get('rim', 1), (.94, .97, 1), .9)
area('rimL', (-.9, .65, .95), F, .5, 7 * A.get('rim', 1), (1, .95, .89), .9)
if A['hair'] == 'strands': exec(open(os.path.join(os.path.dirname(os.path.abspath(sys.argv[sys.argv.index('-P') + 1])), 'lids.py')).read())
W = bpy.data.worlds.new('w'); S.world = W; W.use_nodes = True; bg = W.node_tree.nodes['Background']; bg.inputs[0].default_value = (.42, .44, .48, 1); bg.inputs[1].default_value = A.get('world', .26); W.cycles.sampling_method = 'NONE'
# ---------- render ----------
c = S.cycles; c.device = 'CPU'; c.samples = A['spp']; c.use_adaptive_sampling = True; c.adaptive_threshold = A.get('thr', .02); c.use_denoising = False; c.max_bounces = A['bounces']; c.diffuse_bounces = 3; c.glossy_bounces = 3; c.transmission_bounces = 4; c.transparent_max_bounces = 12; c.sample_clamp_indirect = 1.5; c.sample_clamp_direct = 4; c.caustics_reflective = c.caustics_refractive = False; c.seed = A['seed']; c.pixel_filter_type = 'BLACKMAN_HARRIS'; c.filter_width = 1.4; c.use_light_tree = False if hasattr(c, 'use_light_tree') else None
r = S.render; r.resolution_y = A['size']; r.resolution_x = round(A['size'] * 1.6); r.resolution_percentage = 100; r.film_transparent = A['transparent']; r.use_persistent_data = True; r.threads_mode = 'FIXED'; r.threads = A['threads']; S.cycles_curves.shape = 'RIBBONS'; S.cycles_curves.subdivisions = 2
S.view_settings.view_transform = 'Filmic'; S.view_settings.look = A.get('look', 'Medium High Contrast'); S.view_settings.exposure = A['exposure']; r.image_settings.file_format = 'PNG'; r.image_settings.color_mode = 'RGBA'; r.image_settings.color_depth = '8'

def pose(expr, gaze):
    for o in (skin, teethUpper, teethLower, tongue):
        for k in o.data.shape_keys.key_blocks[1:]: k.value = expr.get(k.name, 0)
    if A['hair'] == 'strands': at_lids(expr)
    for o, s in eyes: o.rotation_euler = (-gaze[1], 0, gaze[0] + (.035 if s == 'R' else -.035) * A.get('converge', 1))
def crop(c):
    r.use_border = bool(c); r.use_crop_to_border = bool(c)
    if c: r.border_min_x, r.border_max_x, r.border_min_y, r.border_max_y = c[0], c[2], 1 - c[3], 1 - c[1]   # x0,y0,x1,y1 from the top left
print('built', round(time.time() - T0, 1))
if A.get('mesh'): exec(open(os.path.join(os.path.dirname(os.path.abspath(sys.argv[sys.argv.index('-P') + 1])), 'mesh.py')).read())
# The visible parts of a picture. In the face, eyes and the inside of the mouth are holes, which the other layers fill
# at run time.
parts = {o.name: o for o in S.objects if o.type in ('MESH', 'CURVES') and not o.hide_render}; eyeballs = [n for n in parts if n[:-1] in ('ball', 'cornea')]; inner = ['teethUpper', 'teethLower', 'tongue']
def layer(name):
    shown = dict(whole=list(parts), face=list(parts), eyes=eyeballs, balls=eyeballs, teethUpper=['teethUpper'], teethLower=['teethLower', 'tongue'])[name]
    for n, o in parts.items(): o.visible_camera = n in shown; o.is_holdout = name == 'face' and n in eyeballs + inner; o.hide_render = name == 'balls' and n.startswith('cornea') or name in ('eyes', 'balls') and n not in eyeballs   # eyes without the lids' shadow, which moves
    for k, o in enumerate(skin.material_slots): o.material = (holdout if k and name == 'face' else skin_material)
vl = bpy.context.view_layer; vl.use_pass_z = True; vl.cycles.denoising_store_passes = True; vl.use_pass_diffuse_color = True;   # Cycles' albedo for denoisers turns white where the surface turns away
vl.aovs.add().name = 'hair'; vl.aovs[0].type = 'VALUE'; vl.aovs.add().name = 'flow'; vl.aovs[1].type = 'COLOR'
skin_material, holdout = skin.data.materials[0], skin.data.materials[1]; S.use_nodes = True; nt = S.node_tree; nt.nodes.clear(); rl = nt.nodes.new('CompositorNodeRLayers'); fo = nt.nodes.new('CompositorNodeOutputFile'); fo.format.file_format = 'OPEN_EXR'; fo.format.color_mode = 'RGBA'; fo.format.color_depth = '32'
cp = nt.nodes.new('CompositorNodeComposite'); nt.links.new(rl.outputs['Image'], cp.inputs[0])
for j in A['jobs'] or []:
    J = {**A, **j}
    if os.path.exists(J['out']): continue
    c.samples = J['spp']; c.time_limit = J.get('seconds', 0); c.adaptive_threshold = J.get('thr', .02); pose(J['expr'], J['gaze']); layer(J.get('layer', 'face')); crop(J['crop']); r.filepath = J['out']; t = time.time()
    fo.base_path = os.path.dirname(J['out']); base = os.path.basename(J['out'])[:-4]; fo.file_slots.clear()
    for s, k in (('c', 'Image'), ('a', 'DiffCol'), ('n', 'Denoising Normal'), ('z', 'Depth'), ('h', 'hair'), ('t', 'flow')): fo.file_slots.new(f'{base}_{s}_'); nt.links.new(rl.outputs[k], fo.inputs[-1])
    bpy.ops.render.render(write_still=True); print('RENDER', J['out'], round(time.time() - t, 1), 's', flush=True)
