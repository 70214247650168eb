# The pictures of a presenter as a job list for scene.py: python3 jobs.py name geometry-dir out-dir plate|1|2|mesh|test
# 1: the parts that a presenter needs. 2: further mouths, which refine the shapes of speech.
import json, os, sys
name, geo, out, kind = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__)); scene = json.load(open(f'{here}/presenters.json'))[name]['scene']
REST = dict(smile=.35, browInL=.14, browInR=.14, browUpL=.08, browUpR=.08, squintL=.06, squintR=.06)
REST.update(json.load(open(f'{here}/presenters.json'))[name].get('rest', {}))
# Head and shoulders: DISTANCE sets the scale, SHIFT places the eyes, level with the camera, a third below the upper
# edge.
DISTANCE, SHIFT = 1.16, -.15
# Crops as x0, y0, x1, y1, in metres from the bridge of the nose to the right and downwards.
HEIGHT = DISTANCE * 36 / 85
wide = lambda x0, y0, x1, y1: [.5 + x0 / HEIGHT / 1.6, .5 + SHIFT + y0 / HEIGHT, .5 + x1 / HEIGHT / 1.6, .5 + SHIFT + y1 / HEIGHT]
MOUTH = wide(-.059, .021, .059, .118); EYES = wide(-.066, -.042, .066, .014); TEETH = wide(-.035, .042, .035, .104)
OPEN = dict(jawOpen=.5, lipsPart=.4, smile=.3)
mouths = dict(PP=dict(compress=.40, purse=.08, smile=.3), FF=dict(mouthUp=.24, compress=.2, jawOpen=.04, smile=.25), I=dict(jawOpen=.14, stretch=.32, lipsPart=.34, smile=.35),
              AA=dict(jawOpen=.5, lipsPart=.22, upperUp=.08, smile=.22), O=dict(jawOpen=.30, purse=.38, protrude=.4, smile=.05), U=dict(jawOpen=.02, purse=.55, protrude=.4, stretch=-.4, smile=0))
lids = dict(closed=dict(blinkL=1, blinkR=1), half=dict(blinkL=.45, blinkR=.45), most=dict(blinkL=.74, blinkR=.74))
job = lambda pic, spp, **more: dict(out=f'{out}/{pic}.png', spp=spp, **more)
mouth = lambda *names: [job(f'm_{k}', scene.get('mouthSamples', 20), expr={**REST, **mouths[k]}, crop=MOUTH) for k in names]
jobs = {
    'plate': [job('plate', 44, expr=REST, seconds=float(os.environ.get('SECONDS_FOR_PLATE', 0)))],
    '1': [*mouth('AA', 'I', 'U'), *[job(f'e_{k}', 24, expr={**REST, **v}, crop=EYES) for k, v in lids.items()],
          job('i_eyes', 24, expr=REST, crop=EYES, layer='eyes'), job('i_balls', 24, expr=REST, crop=EYES, layer='balls'),
          *[job(f'i_{k}', 24, expr={**REST, **OPEN}, crop=TEETH, layer=k) for k in ('teethUpper', 'teethLower')]],
    '2': mouth('PP', 'FF', 'O'),
    'mesh': [],
    'test': [job(f'test_{name}', int(os.environ.get('SPP', 12)), expr=REST, layer='whole', crop=wide(-.15, -.16, .15, .22))],
}[kind]
if kind in '12': scene = {**scene, 'strands': 8000, 'st': {**scene['st'], 'rad': scene['st'].get('rad', .000095) * 2.2}}   # hair only shades the parts: few strands do
print(json.dumps({**dict(geo=geo, rest=REST, mesh=kind == 'mesh' and f'{out}/mesh.npz', hair='none' if kind == 'mesh' else 'strands', size=720, dist=DISTANCE, shift=SHIFT, aim=.668, strands=40000, bounces=4, jobs=jobs), **scene}))
