/** Fails when the chat page loads more JavaScript than its budget allows. Run after `next build`. */
import { SCRIPT_BUDGET_KB, totalKb, weighFirstLoad } from './bench/page-weight';

const { scripts } = await weighFirstLoad();
for (const { path, kb } of scripts.sort((a, b) => b.kb - a.kb)) console.log(`${kb.toFixed(1).padStart(7)} kB  ${path}`);
const kb = totalKb(scripts);
console.log(`First load of /chat: ${kb.toFixed(1)} kB of JavaScript in gzip; the budget is ${SCRIPT_BUDGET_KB} kB.`);
if (kb > SCRIPT_BUDGET_KB) process.exitCode = 1;
