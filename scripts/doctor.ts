/**
 * `npm run doctor`, and `node doctor.js` in the image: checks the settings and the services that they name. Exit code 0
 * only if a conversation could start. `npm run doctor -- route <folder>` examines an app that copied the once-code route.
 */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { checkBrain } from './doctor/brain/command';
import { examine, type Finding } from './doctor/examination';
import { thisMachine } from './doctor/machine';
import { conclusion, linesOf } from './doctor/report';
import { routeSteps, steps } from './doctor/steps';
import { loadEnvFiles } from './env-files';

const [command, argument = ''] = process.argv.slice(2);
if (command !== undefined && command !== 'route' && command !== 'brain') {
  console.error(
    'Usage: npm run doctor, npm run doctor -- brain [URL], or npm run doctor -- route <folder of your app>',
  );
  process.exit(1);
}
const isRoute = command === 'route';
if (isRoute) {
  if (!statSync(argument, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(`There is no folder "${argument}". Name the one of your app: npm run doctor -- route ../my-app`);
    process.exit(1);
  }
  process.chdir(argument); // its .env files and its public folder
}
const envFiles = loadEnvFiles();
const hasColour = process.stdout.isTTY && !process.env.NO_COLOR;
if (command === 'brain') process.exit(await checkBrain(argument || undefined, hasColour));
// The route needs no AUTH_SECRET of an app that has its own sign-in.
if (isRoute) process.env.AUTH_SECRET ||= process.env.NEXTAUTH_SECRET || randomBytes(33).toString('base64');
const findings: Finding[] = [];
for await (const finding of examine(isRoute ? routeSteps : steps, thisMachine(process.env, envFiles))) {
  findings.push(finding);
  for (const line of linesOf(finding, hasColour)) console.log(line);
}
const { couldStart, sentence } = conclusion(findings);
console.log(`\n${sentence}`);
process.exitCode = couldStart ? 0 : 1;
